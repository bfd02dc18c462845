import { Args, ArgsType, Field, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentClient, CurrentUser, RecentSignIn, type Client, type Principal } from '#auth';
import {
  AcceptCoHostInvitationInput,
  CoHostDto,
  CoHostInvitationDto,
  CreateCoHostInvitationInput,
  UpdateCoHostInput,
} from '#contracts/properties/co-hosts.dto.js';
import { IsId } from '#contracts/validators/codes.js';
import { connectionOf, ConnectionArgs, toConnection, type Connection } from '#graphql';
import { IdPipe } from '#http';
import { CoHostsService } from './co-hosts.service.js';
import { InvitationsService } from './invitations.service.js';

const CoHostConnection = connectionOf(CoHostDto, 'CoHost');
const InvitationConnection = connectionOf(CoHostInvitationDto, 'CoHostInvitation');
const id = { type: () => ID };

/** Whose co-hosts, and which page of them. */
@ArgsType()
class CoHostsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsId()
  propertyId!: string;
}

/** Whom hosts let do things at their properties. */
@Resolver()
export class CoHostsResolver {
  constructor(
    private readonly service: CoHostsService,
    private readonly invitations: InvitationsService,
  ) {}

  @Query(() => CoHostConnection, { description: 'The co-hosts of your property, in order of time.' })
  async coHosts(
    @CurrentUser() user: Principal,
    @Args() { propertyId, first, after }: CoHostsArgs,
  ): Promise<Connection<CoHostDto>> {
    const page = await this.service.list(user, propertyId, { limit: first, cursor: after });
    return toConnection(page, after, () => this.service.count(user, propertyId));
  }

  @Query(() => InvitationConnection, { description: 'Whom you have asked to be a co-host and who has not answered.' })
  async coHostInvitations(
    @CurrentUser() user: Principal,
    @Args() { propertyId, first, after }: CoHostsArgs,
  ): Promise<Connection<CoHostInvitationDto>> {
    const page = await this.invitations.list(user, propertyId, { limit: first, cursor: after });
    return toConnection(page, after, () => this.invitations.count(user, propertyId));
  }

  @Query(() => InvitationConnection, { description: 'The open invitations to your address.' })
  async receivedCoHostInvitations(
    @CurrentUser() user: Principal,
    @Args() { first, after }: ConnectionArgs,
  ): Promise<Connection<CoHostInvitationDto>> {
    const page = await this.invitations.received(user, { limit: first, cursor: after });
    return toConnection(page, after, () => this.invitations.countReceived(user));
  }

  @Mutation(() => CoHostInvitationDto, { description: 'Ask somebody by their address to be a co-host.' })
  @RecentSignIn()
  createCoHostInvitation(
    @CurrentUser() user: Principal,
    @Args('propertyId', id, IdPipe) propertyId: string,
    @Args('input') input: CreateCoHostInvitationInput,
    @CurrentClient() client: Client,
  ): Promise<CoHostInvitationDto> {
    return this.invitations.invite(user, propertyId, input, client);
  }

  @Mutation(() => Boolean, { description: 'Take an invitation back.' })
  async deleteCoHostInvitation(
    @CurrentUser() user: Principal,
    @Args('propertyId', id, IdPipe) propertyId: string,
    @Args('id', id, IdPipe) invitationId: string,
  ): Promise<boolean> {
    await this.invitations.withdraw(user, propertyId, invitationId);
    return true;
  }

  @Mutation(() => CoHostDto, { description: 'Become a co-host, with the link of the letter.' })
  acceptCoHostInvitation(
    @CurrentUser() user: Principal,
    @Args('id', id, IdPipe) invitationId: string,
    @Args('input') { token }: AcceptCoHostInvitationInput,
  ): Promise<CoHostDto> {
    return this.invitations.accept(user, invitationId, token);
  }

  @Mutation(() => Boolean, { description: 'Say no to an invitation.' })
  async declineCoHostInvitation(
    @CurrentUser() user: Principal,
    @Args('id', id, IdPipe) invitationId: string,
  ): Promise<boolean> {
    await this.invitations.decline(user, invitationId);
    return true;
  }

  @Mutation(() => CoHostDto, { description: 'Change what a co-host may do.' })
  @RecentSignIn()
  updateCoHost(
    @CurrentUser() user: Principal,
    @Args('propertyId', id, IdPipe) propertyId: string,
    @Args('userId', id, IdPipe) userId: string,
    @Args('version', { type: () => Int, description: 'the version that you have seen' }) version: number,
    @Args('input') { permissions }: UpdateCoHostInput,
  ): Promise<CoHostDto> {
    return this.service.update(user, propertyId, userId, { versions: [version], permissions });
  }

  @Mutation(() => Boolean, { description: 'Part with a co-host, or leave as one.' })
  async deleteCoHost(
    @CurrentUser() user: Principal,
    @Args('propertyId', id, IdPipe) propertyId: string,
    @Args('userId', id, IdPipe) userId: string,
  ): Promise<boolean> {
    await this.service.end(user, propertyId, userId);
    return true;
  }
}
