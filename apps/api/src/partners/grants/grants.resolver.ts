import { Args, ArgsType, Field, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentUser, RecentSignIn, type Principal } from '#auth';
import { AccessGrantDto, CreateAccessGrantInput } from '#contracts/partners/grants.dto.js';
import { IsId } from '#contracts/validators/codes.js';
import { connectionOf, ConnectionArgs, toConnection, type Connection } from '#graphql';
import { IdPipe } from '#http';
import { GrantsService } from './grants.service.js';

const AccessGrantConnection = connectionOf(AccessGrantDto, 'AccessGrant');
const id = { type: () => ID };

@ArgsType()
class OrganisationAccessGrantsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsId()
  organisationId!: string;
}

/** What hosts let partners' programs do. */
@Resolver()
export class GrantsResolver {
  constructor(private readonly grants: GrantsService) {}

  @Query(() => AccessGrantConnection, { description: 'What you let partners do, latest first.' })
  async accessGrants(
    @CurrentUser() user: Principal,
    @Args() { first, after }: ConnectionArgs,
  ): Promise<Connection<AccessGrantDto>> {
    const page = await this.grants.list(user, { limit: first, cursor: after });
    return toConnection(page, after, () => this.grants.count(user));
  }

  @Query(() => AccessGrantConnection, { description: 'What hosts let an organisation of yours do, latest first.' })
  async organisationAccessGrants(
    @CurrentUser() user: Principal,
    @Args() { organisationId, first, after }: OrganisationAccessGrantsArgs,
  ): Promise<Connection<AccessGrantDto>> {
    const page = await this.grants.listOfOrganisation(user, organisationId, { limit: first, cursor: after });
    return toConnection(page, after, () => this.grants.countOfOrganisation(organisationId));
  }

  @Mutation(() => AccessGrantDto, { description: 'Let a partner’s programs in, at one of your properties or at all.' })
  @RecentSignIn()
  createAccessGrant(
    @CurrentUser() user: Principal,
    @Args('input') input: CreateAccessGrantInput,
  ): Promise<AccessGrantDto> {
    return this.grants.create(user, input);
  }

  @Mutation(() => AccessGrantDto, {
    description: 'Take a grant back at once, or give it back as an owner of its organisation; the grant as it was.',
  })
  deleteAccessGrant(@CurrentUser() user: Principal, @Args('id', id, IdPipe) grantId: string): Promise<AccessGrantDto> {
    return this.grants.end(user, grantId);
  }
}
