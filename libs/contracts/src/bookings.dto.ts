import { Field, HideField, ID, Int, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { BookingNextAction, BookingStatus } from './booking-states.js';
import { MoneyDto } from './money.dto.js';
import { NodeDto } from './node.dto.js';
import { pageOf } from './page.dto.js';
import { PaymentDto } from './payments.dto.js';
import { BookingMode, CancellationPolicy } from './properties/rules.dto.js';
import { GuestsDto, PriceLineDto } from './quotes.dto.js';
import { LocalDateScalar } from './scalars.js';
import { IsId, IsOneOf } from './validators/codes.js';
import { IsLocalDate } from './validators/dates.js';

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
@ObjectType('Booking', {
  implements: () => [NodeDto],
  description: "A guest's reservation of a stay, as its guest or its host sees it.",
})
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

  /** What the host earns; for the host, not for co-hosts */
  @Field(() => MoneyDto, { nullable: true })
  @ApiProperty({ type: MoneyDto, nullable: true })
  hostTotal!: MoneyDto | null;

  /** What the host's earnings are made of; for the host, not for co-hosts */
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

/** One page of bookings. */
export class BookingPageDto extends pageOf(BookingDto) {}
