import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentUser, type Principal } from '#auth';
import {
  CreateOrganisationInput,
  JoinOrganisationInput,
  OrganisationDto,
  UpdateOrganisationInput,
} from '#contracts/partners/organisations.dto.js';
import { connectionOf, ConnectionArgs, toConnection, type Connection } from '#graphql';
import { IdPipe } from '#http';
import { OrganisationsService } from './organisations.service.js';

const OrganisationConnection = connectionOf(OrganisationDto, 'Organisation');
const id = { type: () => ID };

/** Partners' organisations. */
@Resolver()
export class OrganisationsResolver {
  constructor(private readonly organisations: OrganisationsService) {}

  @Query(() => OrganisationDto, { description: 'An organisation that you belong to.' })
  organisation(
    @CurrentUser() user: Principal,
    @Args('id', id, IdPipe) organisationId: string,
  ): Promise<OrganisationDto> {
    return this.organisations.find(user, organisationId);
  }

  @Query(() => OrganisationConnection, {
    name: 'organisations',
    description: 'The organisations that you belong to, latest first.',
  })
  async list(
    @CurrentUser() user: Principal,
    @Args() { first, after }: ConnectionArgs,
  ): Promise<Connection<OrganisationDto>> {
    const page = await this.organisations.list(user, { limit: first, cursor: after });
    return toConnection(page, after, () => this.organisations.count(user));
  }

  @Mutation(() => OrganisationDto, { description: 'Found an organisation that integrates with Roost.' })
  createOrganisation(
    @CurrentUser() user: Principal,
    @Args('input') input: CreateOrganisationInput,
  ): Promise<OrganisationDto> {
    return this.organisations.create(user, input);
  }

  @Mutation(() => OrganisationDto, { description: 'Change what is given, and leave the rest.' })
  updateOrganisation(
    @CurrentUser() user: Principal,
    @Args('id', id, IdPipe) organisationId: string,
    @Args('version', { type: () => Int, description: 'the version that you have seen' }) version: number,
    @Args('input') input: UpdateOrganisationInput,
  ): Promise<OrganisationDto> {
    return this.organisations.update(user, organisationId, [version], input);
  }

  @Mutation(() => OrganisationDto, { description: 'Take up an invitation, by the code in its letter.' })
  joinOrganisation(
    @CurrentUser() user: Principal,
    @Args('input') input: JoinOrganisationInput,
  ): Promise<OrganisationDto> {
    return this.organisations.join(user, input);
  }
}
