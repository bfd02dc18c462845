import { Field, HideField, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from './money.dto.js';
import { PageQuery, pageOf } from './page.dto.js';
import { PaymentDto } from './payments.dto.js';
import { BookingMode, CancellationPolicy } from './properties.dto.js';
import { GuestsDto, PriceLineDto } from './quotes.dto.js';
import { LocalDateScalar } from './scalars.js';
import { IsId, IsLocalDate, IsOneOf, IsText, Omittable } from './validators.js';

export const BookingStatus = {
  pending_payment: 'pending_payment',
  requested: 'requested',
  confirmed: 'confirmed',
  in_stay: 'in_stay',
  completed: 'completed',
  expired: 'expired',
  declined: 'declined',
  cancelled_by_guest: 'cancelled_by_guest',
  cancelled_by_host: 'cancelled_by_host',
  no_show: 'no_show',
} as const;
export type BookingStatus = keyof typeof BookingStatus;
registerEnumType(BookingStatus, { name: 'BookingStatus', description: 'Where a booking is in its life.' });

export const BookingRole = { guest: 'guest', host: 'host' } as const;
export type BookingRole = keyof typeof BookingRole;
registerEnumType(BookingRole, { name: 'BookingRole', description: 'On which side of a booking someone is.' });

export const BookingNextAction = { pay: 'pay', accept: 'accept', decline: 'decline', cancel: 'cancel' } as const;
export type BookingNextAction = keyof typeof BookingNextAction;
registerEnumType(BookingNextAction, {
  name: 'BookingNextAction',
  description: 'What the reader of a booking can do with it now.',
});

/** A booking to be made. */
@InputType('CreateBookingInput', { description: 'A booking to be made from a quote.' })
export class CreateBookingDto {
  /** Your quote: the booking costs exactly what it says */
  @Field(() => ID)
  @IsId()
  quoteId!: string;

  /**
   * What the host should know
   * @example "We arrive by the evening train."
   */
  @Omittable()
  @IsText(0, 2000)
  message?: string;
}

/** Which bookings to list. */
export class BookingsQuery extends PageQuery {
  /**
   * Your bookings as a guest, or those at your properties
   * @example guest
   */
  @IsOneOf(BookingRole, 'BookingRole')
  role: BookingRole = 'guest';

  /**
   * Only those in this state
   * @example confirmed
   */
  @Omittable()
  @IsOneOf(BookingStatus, 'BookingStatus')
  status?: BookingStatus;
}

/** The place of a booking, in short. */
export class BookingPropertyDto {
  /** Identifier */
  @IsId()
  id!: string;

  /** @example "Flat by the park" */
  title!: string;

  /**
   * Street and number; for the guest from the confirmation on
   * @example "12 Willett Street"
   */
  @ApiProperty({ type: String, nullable: true })
  addressLine1!: string | null;

  /** @example Albany */
  city!: string;

  /**
   * ISO 3166-1
   * @example US
   */
  country!: string;
}

/** A guest's reservation of a stay, as its guest or its host sees it. */
@ObjectType('Booking', { description: "A guest's reservation of a stay, as its guest or its host sees it." })
export class BookingDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  /**
   * A short name that can be read out
   * @example RK7X2MQP
   */
  code!: string;

  /** Where it is in its life */
  @Field(() => BookingStatus)
  @IsOneOf(BookingStatus, 'BookingStatus')
  status!: BookingStatus;

  /** How it is confirmed: at once when it is paid, or by the host */
  @Field(() => BookingMode)
  @IsOneOf(BookingMode, 'BookingMode')
  bookingMode!: BookingMode;

  @Field(() => ID)
  @IsId()
  propertyId!: string;

  /** The place, in short */
  @HideField()
  property!: BookingPropertyDto;

  @Field(() => ID)
  @IsId()
  guestId!: string;

  @Field(() => ID)
  @IsId()
  hostId!: string;

  @Field(() => ID)
  @IsId()
  quoteId!: string;

  /** @example "2027-03-01" */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  checkIn!: string;

  /** @example "2027-03-05" */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  checkOut!: string;

  /** When the guest may arrive */
  checkInAt!: Date;

  /** When the guest has to be gone */
  checkOutAt!: Date;

  /**
   * The property's IANA zone
   * @example America/New_York
   */
  timeZone!: string;

  guests!: GuestsDto;

  /** What the guest pays */
  total!: MoneyDto;

  /** What the total is made of; for the guest */
  @Field(() => [PriceLineDto], { nullable: true })
  @ApiProperty({ type: [PriceLineDto], nullable: true })
  lines!: PriceLineDto[] | null;

  /** What the host earns; for the host */
  @Field(() => MoneyDto, { nullable: true })
  @ApiProperty({ type: MoneyDto, nullable: true })
  hostTotal!: MoneyDto | null;

  /** What the host's earnings are made of; for the host */
  @Field(() => [PriceLineDto], { nullable: true })
  @ApiProperty({ type: [PriceLineDto], nullable: true })
  hostLines!: PriceLineDto[] | null;

  /** What the guest gets back when they cancel; stays of 28 nights or more have terms of their own */
  @Field(() => CancellationPolicy)
  @IsOneOf(CancellationPolicy, 'CancellationPolicy')
  cancellationPolicy!: CancellationPolicy;

  /**
   * What the guest wrote
   * @example "We arrive by the evening train."
   */
  message!: string;

  /** What is paid with, and what has come of it; null until the payment has been set up */
  @Field(() => PaymentDto, { nullable: true })
  @ApiProperty({ type: PaymentDto, nullable: true })
  payment!: PaymentDto | null;

  /** What you can do with it now */
  @Field(() => [BookingNextAction])
  @ApiProperty({ enum: BookingNextAction, enumName: 'BookingNextAction', isArray: true })
  nextActions!: BookingNextAction[];

  /** Until when it waits for a payment or for the host's answer */
  @Field(() => Date, { nullable: true })
  @ApiProperty({ type: Date, nullable: true })
  expiresAt!: Date | null;

  /** When the host said yes to a request; it is confirmed once the money has been taken */
  @Field(() => Date, { nullable: true })
  @ApiProperty({ type: Date, nullable: true })
  acceptedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  @ApiProperty({ type: Date, nullable: true })
  confirmedAt!: Date | null;

  /** When it expired, was declined or cancelled, or the stay was over */
  @Field(() => Date, { nullable: true })
  @ApiProperty({ type: Date, nullable: true })
  endedAt!: Date | null;

  /**
   * Grows with each change
   * @example 1
   */
  @Field(() => Int)
  version!: number;

  createdAt!: Date;
}

export class BookingPageDto extends pageOf(BookingDto) {}
