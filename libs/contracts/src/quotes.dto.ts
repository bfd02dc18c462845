import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CancellationTermsDto } from './cancellation-terms.dto.js';
import { NodeDto } from './node.dto.js';
import { MoneyDto } from './money.dto.js';
import { BookingMode, CancellationPolicy } from './properties/rules.dto.js';
import { LocalDateScalar } from './scalars.js';
import { IsId, IsOneOf } from './validators/codes.js';
import { IsLocalDate } from './validators/dates.js';
import { Omittable } from './validators/field-rule.js';
import { IsNested } from './validators/nested.js';
import { IsWhole } from './validators/numbers.js';
import { IsNights, IsParty } from './validators/stays.js';

export const LineKind = {
  night: 'night',
  discount: 'discount',
  cleaning: 'cleaning',
  extra_guest: 'extra_guest',
  pet: 'pet',
  guest_service_fee: 'guest_service_fee',
  tax: 'tax',
  host_service_fee: 'host_service_fee',
} as const;
export type LineKind = keyof typeof LineKind;
registerEnumType(LineKind, { name: 'LineKind', description: 'What a line of a price is about.' });

/** Who stays. */
@ObjectType('Guests', { description: 'Who stays.' })
export class GuestsDto {
  /**
   * 13 years and older
   * @example 2
   */
  @Field(() => Int)
  @IsParty()
  adults!: number;

  /**
   * 2 to 12 years
   * @example 1
   */
  @Field(() => Int)
  @IsWhole(0, 100)
  children!: number;

  /**
   * Under 2 years: they do not count as guests of the place
   * @example 0
   */
  @Field(() => Int)
  @IsWhole(0, 100)
  infants!: number;

  /** @example 0 */
  @Field(() => Int)
  @IsWhole(0, 100)
  pets!: number;
}

/** Who is to stay; what is left out is 0. */
@InputType('GuestsInput', { description: 'Who is to stay; what is left out is 0.' })
export class GuestsInputDto {
  /**
   * 13 years and older
   * @example 2
   */
  @Field(() => Int)
  @IsParty()
  adults!: number;

  /**
   * 2 to 12 years
   * @example 1
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsWhole(0, 100)
  children?: number;

  /**
   * Under 2 years: they do not count as guests of the place
   * @example 0
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsWhole(0, 100)
  infants?: number;

  /** @example 0 */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsWhole(0, 100)
  pets?: number;
}

/** A stay to be priced. */
@InputType('CreateQuoteInput', { description: 'A stay to be priced.' })
export class CreateQuoteDto {
  /** The property to stay at: the `id` of one that search has found */
  @Field(() => ID)
  @IsId()
  propertyId!: string;

  /**
   * The date of arrival, at the property
   * @example "2027-03-01"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  checkIn!: string;

  /**
   * The date of departure, at the property: after `checkIn`
   * @example "2027-03-05"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  checkOut!: string;

  @IsNested(() => GuestsInputDto)
  guests!: GuestsInputDto;
}

/** One line of a price, rounded once. */
@ObjectType('PriceLine', { description: 'One line of a price, rounded once: quantity times unit.' })
export class PriceLineDto {
  @Field(() => LineKind)
  @IsOneOf(LineKind, 'LineKind')
  kind!: LineKind;

  /** @example "Night of 2027-03-01" */
  description!: string;

  /**
   * The date on which the night starts, for lines of kind `night`
   * @example "2027-03-01"
   */
  @Field(() => LocalDateScalar, { nullable: true })
  @IsLocalDate()
  date?: string;

  /** @example 1 */
  @Field(() => Int)
  @IsWhole(1, 2_147_483_647)
  quantity!: number;

  /** What one of them costs; negative for a discount */
  unit!: MoneyDto;

  /** What they cost together */
  amount!: MoneyDto;
}

/** A price for a stay, honoured until it expires: a booking made from it costs exactly this. */
@ObjectType('Quote', {
  implements: () => [NodeDto],
  description: 'A price for a stay, honoured until it expires: a booking made from it costs exactly this.',
})
export class QuoteDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  @Field(() => ID)
  @IsId()
  propertyId!: string;

  /** @example "2027-03-01" */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  checkIn!: string;

  /** @example "2027-03-05" */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  checkOut!: string;

  /** @example 4 */
  @Field(() => Int)
  @IsNights()
  nights!: number;

  guests!: GuestsDto;

  /** What the price is made of */
  @Field(() => [PriceLineDto])
  lines!: PriceLineDto[];

  /** The sum of the lines */
  total!: MoneyDto;

  /** How a booking made from it is confirmed, whatever the host changes later: at once when it is paid, or by the host */
  @Field(() => BookingMode)
  @IsOneOf(BookingMode, 'BookingMode')
  bookingMode!: BookingMode;

  /** As the property called it; stays of 28 nights or more have terms of their own */
  @Field(() => CancellationPolicy)
  @IsOneOf(CancellationPolicy, 'CancellationPolicy')
  cancellationPolicy!: CancellationPolicy;

  /** What a guest gets back who cancels a booking made from it, whatever the host changes later */
  cancellationTerms!: CancellationTermsDto;

  /** When the guest may arrive */
  checkInAt!: Date;

  /** When the guest has to be gone */
  checkOutAt!: Date;

  /**
   * The property's IANA zone
   * @example America/New_York
   */
  timeZone!: string;

  expiresAt!: Date;

  createdAt!: Date;
}
