import { Args, ArgsType, Context, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentActor, CurrentUser, Scope, type Actor, type Principal } from '#auth';
import { CreateBookingDto } from '#contracts/booking-input.dto.js';
import { BookingRole, BookingStatus } from '#contracts/booking-states.js';
import { BookingDto } from '#contracts/bookings.dto.js';
import { CancellationDto } from '#contracts/cancellations.dto.js';
import { PropertyDto } from '#contracts/properties/property.dto.js';
import { PublicUserDto } from '#contracts/users.dto.js';
import { IsOneOf } from '#contracts/validators/codes.js';
import { Omittable } from '#contracts/validators/field-rule.js';
import {
  batch,
  connectionOf,
  ConnectionArgs,
  NodesOf,
  toConnection,
  type Connection,
  type GraphqlContext,
} from '#graphql';
import { IdPipe, NeedsIdempotencyKey, RateLimit } from '#http';
import { PropertiesService } from '../properties/properties.service.js';
import { UsersService } from '../users/users.service.js';
import { BookingReading } from './booking-reading.js';
import { BookingsService } from './bookings.service.js';

const BookingConnection = connectionOf(BookingDto, 'Booking');
const id = { type: () => ID };

@ArgsType()
class BookingsArgs extends ConnectionArgs {
  @Field(() => BookingRole, { defaultValue: 'guest', description: 'your bookings as a guest, or at your properties' })
  @IsOneOf(BookingRole, 'BookingRole')
  role: BookingRole = 'guest';

  @Field(() => BookingStatus, { nullable: true, description: 'only those in this state' })
  @Omittable()
  @IsOneOf(BookingStatus, 'BookingStatus')
  status?: BookingStatus;
}

/** Guests' reservations of stays. */
@Resolver(() => BookingDto)
export class BookingsResolver {
  constructor(
    private readonly service: BookingsService,
    private readonly reading: BookingReading,
    private readonly properties: PropertiesService,
    private readonly users: UsersService,
  ) {}

  @Query(() => BookingDto, { description: 'A booking of yours, as a guest or as a host.' })
  @Scope('bookings:read')
  booking(@CurrentActor() actor: Actor, @Args('id', id, IdPipe) bookingId: string): Promise<BookingDto> {
    return this.reading.find(actor, bookingId);
  }

  @Query(() => BookingConnection, { description: 'Your bookings on one side, the newest first.' })
  @Scope('bookings:read')
  async bookings(
    @CurrentActor() actor: Actor,
    @Args() { first, after, role, status }: BookingsArgs,
  ): Promise<Connection<BookingDto>> {
    const page = await this.reading.list(actor, { limit: first, cursor: after, role, status });
    return toConnection(page, after, () => this.reading.count(actor, { role, status }));
  }

  @NodesOf('Booking')
  async nodes(viewer: Principal | undefined, ids: string[]): Promise<Map<string, BookingDto>> {
    return viewer ? this.reading.byIds(viewer, ids) : new Map<string, BookingDto>();
  }

  @Query(() => CancellationDto, { description: 'What would go back if you cancelled now, line by line.' })
  bookingCancellation(
    @CurrentUser() user: Principal,
    @Args('id', id, IdPipe) bookingId: string,
  ): Promise<CancellationDto> {
    return this.reading.cancellation(user, bookingId);
  }

  @Mutation(() => BookingDto, {
    description: 'Book a quote: the nights are held while you pay. The request needs the header Idempotency-Key.',
  })
  @NeedsIdempotencyKey()
  @RateLimit('booking')
  createBooking(@CurrentUser() user: Principal, @Args('input') input: CreateBookingDto): Promise<BookingDto> {
    return this.service.create(user, input);
  }

  @Mutation(() => BookingDto, { description: 'Say yes to a request. It needs the header Idempotency-Key.' })
  @NeedsIdempotencyKey()
  @Scope('bookings:write')
  acceptBooking(@CurrentActor() actor: Actor, @Args('id', id, IdPipe) bookingId: string): Promise<BookingDto> {
    return this.service.accept(actor, bookingId);
  }

  @Mutation(() => BookingDto, { description: 'Say no to a request. It needs the header Idempotency-Key.' })
  @NeedsIdempotencyKey()
  @Scope('bookings:write')
  declineBooking(@CurrentActor() actor: Actor, @Args('id', id, IdPipe) bookingId: string): Promise<BookingDto> {
    return this.service.decline(actor, bookingId);
  }

  @Mutation(() => BookingDto, {
    description:
      'Cancel a booking, on the terms that bookingCancellation shows. The request needs the header Idempotency-Key.',
  })
  @NeedsIdempotencyKey()
  cancelBooking(@CurrentUser() user: Principal, @Args('id', id, IdPipe) bookingId: string): Promise<BookingDto> {
    return this.service.cancel(user, bookingId);
  }

  @ResolveField(() => PropertyDto, { description: 'The place.' })
  property(@Parent() booking: BookingDto, @Context() context: GraphqlContext): Promise<PropertyDto | undefined> {
    return batch(context, 'properties.byIds', (ids) => this.properties.byIds(ids)).load(booking.propertyId);
  }

  @ResolveField(() => PublicUserDto, { description: 'Who stays.' })
  guest(@Parent() booking: BookingDto, @Context() context: GraphqlContext): Promise<PublicUserDto | undefined> {
    return batch(context, 'users.byIds', (ids) => this.users.byIds(ids)).load(booking.guestId);
  }

  @ResolveField(() => PublicUserDto, { description: 'Whose place it is.' })
  host(@Parent() booking: BookingDto, @Context() context: GraphqlContext): Promise<PublicUserDto | undefined> {
    return batch(context, 'users.byIds', (ids) => this.users.byIds(ids)).load(booking.hostId);
  }
}
