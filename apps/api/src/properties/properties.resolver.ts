import { Args, Context, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentActor, CurrentUser, OptionalActor, Public, Scope, type Actor, type Principal } from '#auth';
import { CreatePropertyDto, UpdatePropertyDto } from '#contracts/properties/property-input.dto.js';
import { PropertyDto } from '#contracts/properties/property.dto.js';
import { PublicUserDto } from '#contracts/users.dto.js';
import {
  batch,
  connectionOf,
  ConnectionArgs,
  NodesOf,
  toConnection,
  type Connection,
  type GraphqlContext,
} from '#graphql';
import { IdPipe } from '#http';
import { UsersService } from '../users/users.service.js';
import { PropertiesService } from './properties.service.js';

const PropertyConnection = connectionOf(PropertyDto, 'Property');
const id = { type: () => ID };
const version = { type: () => Int, description: 'the version that you have seen' };

/** Places that can be booked. */
@Resolver(() => PropertyDto)
export class PropertiesResolver {
  constructor(
    private readonly properties: PropertiesService,
    private readonly users: UsersService,
  ) {}

  @Query(() => PropertyDto, { description: 'A property: a published one, your own or your host’s.' })
  @Public()
  @Scope('properties:read')
  property(@OptionalActor() actor: Actor | undefined, @Args('id', id, IdPipe) id: string): Promise<PropertyDto> {
    return this.properties.find(actor, id);
  }

  @Query(() => PropertyConnection, {
    name: 'properties',
    description: 'Your properties and those where you are a co-host, the newest first.',
  })
  @Scope('properties:read')
  async list(@CurrentActor() actor: Actor, @Args() { first, after }: ConnectionArgs): Promise<Connection<PropertyDto>> {
    const page = await this.properties.listOwn(actor, { limit: first, cursor: after });
    return toConnection(page, after, () => this.properties.countOwn(actor));
  }

  @NodesOf('Property')
  nodes(viewer: Principal | undefined, ids: string[]): Promise<Map<string, PropertyDto>> {
    return this.properties.readable(viewer, ids);
  }

  @Mutation(() => PropertyDto, { description: 'Make a draft of a place to be offered.' })
  createProperty(@CurrentUser() user: Principal, @Args('input') input: CreatePropertyDto): Promise<PropertyDto> {
    return this.properties.create(user, input);
  }

  @Mutation(() => PropertyDto, { description: 'Change what is given, and leave the rest.' })
  @Scope('properties:write')
  updateProperty(
    @CurrentActor() actor: Actor,
    @Args('id', id, IdPipe) id: string,
    @Args('version', version) version: number,
    @Args('input') input: UpdatePropertyDto,
  ): Promise<PropertyDto> {
    return this.properties.update(actor, id, [version], input);
  }

  @Mutation(() => PropertyDto, { description: 'Show it to guests, or say all that is still missing.' })
  publishProperty(@CurrentUser() user: Principal, @Args('id', id, IdPipe) id: string): Promise<PropertyDto> {
    return this.properties.publish(user, id);
  }

  @Mutation(() => PropertyDto, { description: 'Hide it for now; bookings stay.' })
  pauseProperty(@CurrentUser() user: Principal, @Args('id', id, IdPipe) id: string): Promise<PropertyDto> {
    return this.properties.pause(user, id);
  }

  @Mutation(() => PropertyDto, { description: 'Hide it for good, once no booking is to come.' })
  archiveProperty(
    @CurrentUser() user: Principal,
    @Args('id', id, IdPipe) id: string,
    @Args('version', version) version: number,
  ): Promise<PropertyDto> {
    return this.properties.archive(user, id, [version]);
  }

  @ResolveField(() => PublicUserDto, { description: 'The user who owns it.' })
  async host(
    @Parent() { hostId }: PropertyDto,
    @Context() context: GraphqlContext,
  ): Promise<PublicUserDto | undefined> {
    return batch(context, 'users.byIds', (ids) => this.users.byIds(ids)).load(hostId);
  }
}
