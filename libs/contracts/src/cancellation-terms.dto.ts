import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CancellationPolicy } from './properties/rules.dto.js';
import { IsOneOf } from './validators/codes.js';
import { IsWhole } from './validators/numbers.js';
import { IsNights } from './validators/stays.js';

export const CancellationTermsCode = { ...CancellationPolicy, long_stay: 'long_stay' } as const;
export type CancellationTermsCode = keyof typeof CancellationTermsCode;
registerEnumType(CancellationTermsCode, {
  name: 'CancellationTermsCode',
  description: 'Terms by name: those that a host chooses, and long_stay, which takes their place from 28 nights on.',
});

export const LineRefund = {
  until_check_in: 'until_check_in',
  share_of_nights: 'share_of_nights',
  share_of_taxed: 'share_of_taxed',
} as const;
export type LineRefund = keyof typeof LineRefund;
registerEnumType(LineRefund, {
  name: 'LineRefund',
  description:
    'until_check_in: whole before check-in, then nothing; share_of_nights: in the share of money in which the nights are refunded; share_of_taxed: in that of what was taxed.',
});

export const RefundableLineKind = {
  discount: 'discount',
  cleaning: 'cleaning',
  extra_guest: 'extra_guest',
  pet: 'pet',
  guest_service_fee: 'guest_service_fee',
  tax: 'tax',
} as const;
export type RefundableLineKind = keyof typeof RefundableLineKind;
registerEnumType(RefundableLineKind, {
  name: 'RefundableLineKind',
  description: 'What a line of a price is about, besides the nights.',
});

/** How long before check-in: in days on the property's calendar, at its check-in time, or in hours. */
@ObjectType('Notice', {
  description: 'How long before check-in: in days on the property’s calendar, at its check-in time, or in hours.',
})
export class NoticeDto {
  /** @example 5 */
  @Field(() => Int, { nullable: true })
  @IsWhole(1, 365)
  days?: number;

  /** @example 24 */
  @Field(() => Int, { nullable: true })
  @IsWhole(1, 8760)
  hours?: number;
}

/** What a guest who cancels gets back of the nights in one span of time. */
@ObjectType('CancellationStep', {
  description: 'What a guest who cancels gets back of the nights in one span of time.',
})
export class CancellationStepDto {
  /** When the step ends, its own instant not included; none for the last, which ends with the stay */
  @Field(() => NoticeDto, { nullable: true })
  untilBeforeCheckIn?: NoticeDto;

  /**
   * How much of the nights that the host does not keep goes back
   * @example 100
   */
  @Field(() => Int)
  @IsWhole(0, 100)
  refundPercent!: number;

  /**
   * How many nights the host keeps besides those that have begun, the first ones
   * @example 1
   */
  @Field(() => Int)
  @IsWhole(0, 1125)
  extraNights!: number;
}

/** Everything goes back for a while after the confirmation, when that came early enough. */
@ObjectType('GracePeriod', {
  description: 'Everything goes back for a while after the confirmation, when that came early enough.',
})
export class GracePeriodDto {
  /** @example 24 */
  @Field(() => Int)
  @IsWhole(1, 8760)
  hoursAfterConfirmation!: number;

  /**
   * The confirmation came so many days before check-in, or more
   * @example 7
   */
  @Field(() => Int)
  @IsWhole(0, 365)
  minDaysBeforeCheckIn!: number;
}

/** What becomes of the lines of a price that are not nights. */
@ObjectType('LineTerms', { description: 'What becomes of the lines of a price that are not nights.' })
export class LineTermsDto {
  @Field(() => RefundableLineKind)
  @IsOneOf(RefundableLineKind, 'RefundableLineKind')
  kind!: RefundableLineKind;

  @Field(() => LineRefund)
  @IsOneOf(LineRefund, 'LineRefund')
  refund!: LineRefund;
}

/** What a guest gets back who cancels a confirmed booking, and until when. */
@ObjectType('CancellationTerms', {
  description: 'What a guest gets back who cancels a confirmed booking, and until when.',
})
export class CancellationTermsDto {
  @Field(() => CancellationTermsCode)
  @IsOneOf(CancellationTermsCode, 'CancellationTermsCode')
  code!: CancellationTermsCode;

  /**
   * For stays of so many nights and more; of several terms the last that a stay is long enough for count
   * @example 1
   */
  @Field(() => Int)
  @IsNights()
  fromNights!: number;

  /** Comes before the steps; none where nothing is refunded */
  @Field(() => GracePeriodDto, { nullable: true })
  grace?: GracePeriodDto;

  /** In time: the first whose end has not come counts */
  @Field(() => [CancellationStepDto])
  steps!: CancellationStepDto[];

  /** What becomes of fees, discounts and taxes once the grace period is over; each line is rounded once, half up */
  @Field(() => [LineTermsDto])
  otherLines!: LineTermsDto[];
}
