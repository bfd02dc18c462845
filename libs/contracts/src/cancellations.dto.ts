import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { BookingRole } from './booking-states.js';
import { MoneyDto } from './money.dto.js';
import { IsId, IsOneOf } from './validators/codes.js';

export const RefundLineKind = {
  night: 'night',
  discount: 'discount',
  cleaning: 'cleaning',
  extra_guest: 'extra_guest',
  pet: 'pet',
  guest_service_fee: 'guest_service_fee',
  tax: 'tax',
  refunded_before: 'refunded_before',
} as const;
export type RefundLineKind = keyof typeof RefundLineKind;
registerEnumType(RefundLineKind, { name: 'RefundLineKind', description: 'What a line of a refund is about.' });

export const RefundReasonCode = {
  nothing_paid: 'nothing_paid',
  host_cancelled: 'host_cancelled',
  grace: 'grace',
  policy: 'policy',
  cleaning: 'cleaning',
  service_fee: 'service_fee',
  taxes: 'taxes',
} as const;
export type RefundReasonCode = keyof typeof RefundReasonCode;
registerEnumType(RefundReasonCode, { name: 'RefundReasonCode', description: 'A rule that a refund follows.' });

/** What becomes of one line of the price: `paid = refund + kept`. */
@ObjectType('RefundLine', { description: 'What becomes of one line of the price: paid = refund + kept.' })
export class RefundLineDto {
  @Field(() => RefundLineKind)
  @IsOneOf(RefundLineKind, 'RefundLineKind')
  kind!: RefundLineKind;

  /** @example "Night of 2027-03-01" */
  description!: string;

  /** What was paid */
  paid!: MoneyDto;

  /** What goes back to the guest */
  refund!: MoneyDto;

  /** What does not */
  kept!: MoneyDto;
}

/** One rule that was applied, in words. */
@ObjectType('RefundReason', { description: 'One rule that was applied, in words.' })
export class RefundReasonDto {
  @Field(() => RefundReasonCode)
  @IsOneOf(RefundReasonCode, 'RefundReasonCode')
  code!: RefundReasonCode;

  /** @example "The service fee is refunded in the share of the nights." */
  text!: string;
}

/** What happens when the reader cancels a booking now. */
@ObjectType('Cancellation', { description: 'What happens when you cancel a booking now, line by line.' })
export class CancellationDto {
  @Field(() => ID)
  @IsId()
  bookingId!: string;

  /** Who would cancel: the reader's side */
  @Field(() => BookingRole)
  @IsOneOf(BookingRole, 'BookingRole')
  cancelledBy!: BookingRole;

  /** What the guest gets back: the sum of the lines */
  refund!: MoneyDto;

  /** What becomes of each line; none when nothing has been paid */
  @Field(() => [RefundLineDto])
  lines!: RefundLineDto[];

  /** The rules that are applied, in order */
  @Field(() => [RefundReasonDto])
  reasons!: RefundReasonDto[];

  /** When cancelling may begin to cost more; null when it no longer can */
  @Field(() => Date, { nullable: true })
  @ApiProperty({ type: Date, nullable: true })
  validUntil!: Date | null;
}
