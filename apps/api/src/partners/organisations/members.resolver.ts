import { Args, ArgsType, Field, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentClient, CurrentUser, RecentSignIn, type Client, type Principal } from '#auth';
import { CreateInvitationInput, InvitationDto, OrganisationMemberDto } from '#contracts/partners/organisations.dto.js';
import { IsId } from '#contracts/validators/codes.js';
import { connectionOf, ConnectionArgs, toConnection, type Connection } from '#graphql';
import { IdPipe, RateLimit } from '#http';
import { InvitationsService } from './invitations.service.js';
import { MembersService } from './members.service.js';

const MemberConnection = connectionOf(OrganisationMemberDto, 'OrganisationMember');
const InvitationConnection = connectionOf(InvitationDto, 'Invitation');
const id = { type: () => ID };

@ArgsType()
class MembersArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsId()
  organisationId!: string;
}

/** Who belongs to an organisation, and who is asked to. */
@Resolver()
export class MembersResolver {
  constructor(
    private readonly members: MembersService,
    private readonly invitations: InvitationsService,
  ) {}

  @Query(() => MemberConnection, { name: 'members', description: 'Who belongs to an organisation.' })
  async list(
    @CurrentUser() user: Principal,
    @Args() { organisationId, first, after }: MembersArgs,
  ): Promise<Connection<OrganisationMemberDto>> {
    const page = await this.members.list(user, organisationId, { limit: first, cursor: after });
    return toConnection(page, after, () => this.members.count(organisationId));
  }

  @Query(() => InvitationConnection, { name: 'invitations', description: 'The invitations that nobody has taken up.' })
  async listInvitations(
    @CurrentUser() user: Principal,
    @Args() { organisationId, first, after }: MembersArgs,
  ): Promise<Connection<InvitationDto>> {
    const page = await this.invitations.list(user, organisationId, { limit: first, cursor: after });
    return toConnection(page, after, () => this.invitations.count(organisationId));
  }

  @Mutation(() => Boolean, { description: 'Make a member an owner.' })
  @RecentSignIn()
  async promoteMember(
    @CurrentUser() user: Principal,
    @Args('organisationId', id, IdPipe) organisationId: string,
    @Args('userId', id, IdPipe) userId: string,
  ): Promise<boolean> {
    await this.members.setRole(user, { organisationId, userId }, 'owner');
    return true;
  }

  @Mutation(() => Boolean, { description: 'Make an owner a member like others.' })
  async demoteMember(
    @CurrentUser() user: Principal,
    @Args('organisationId', id, IdPipe) organisationId: string,
    @Args('userId', id, IdPipe) userId: string,
  ): Promise<boolean> {
    await this.members.setRole(user, { organisationId, userId }, 'member');
    return true;
  }

  @Mutation(() => Boolean, { description: 'Take someone out of an organisation, or leave it.' })
  async deleteMember(
    @CurrentUser() user: Principal,
    @Args('organisationId', id, IdPipe) organisationId: string,
    @Args('userId', id, IdPipe) userId: string,
  ): Promise<boolean> {
    await this.members.remove(user, { organisationId, userId });
    return true;
  }

  @Mutation(() => InvitationDto, { description: 'Ask someone to join, by a letter with a code.' })
  @RateLimit('invitation')
  @RecentSignIn()
  createInvitation(
    @CurrentUser() user: Principal,
    @Args('organisationId', id, IdPipe) organisationId: string,
    @Args('input') input: CreateInvitationInput,
    @CurrentClient() client: Client,
  ): Promise<InvitationDto> {
    return this.invitations.create(user, organisationId, input, client);
  }

  @Mutation(() => Boolean, { description: 'Take an invitation back.' })
  async deleteInvitation(
    @CurrentUser() user: Principal,
    @Args('organisationId', id, IdPipe) organisationId: string,
    @Args('id', id, IdPipe) invitationId: string,
  ): Promise<boolean> {
    await this.invitations.delete(user, organisationId, invitationId);
    return true;
  }
}
