import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { CancellationTermsDto } from './cancellation-terms.dto.js';
import { LineKind } from './line-kinds.js';
import { MoneyDto } from './money.dto.js';
import { NodeDto } from './node.dto.js';
import { PriceRuleDto } from './price-rules.dto.js';
import { BookingMode, CancellationPolicy } from './properties/rules.dto.js';
import { LocalDateScalar } from './scalars.js';
import { IsCurrencyCode, IsId, IsOneOf } from './validators/codes.js';
import { IsLocalDate } from './validators/dates.js';
import { Omittable } from './validators/field-rule.js';
import { IsNested } from './validators/nested.js';
import { IsWhole } from './validators/numbers.js';
import { IsNights, IsParty } from './validators/stays.js';

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

  /**
   * Another currency, in which `converted` says the total too: for reading, as the card is charged in the place’s currency
   * @example EUR
   */
  @Omittable()
  @IsCurrencyCode()
  currency?: string;
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

  /** What has made it so, in order of precedence: of several prices of a night the last counts. Empty in older prices */
  @Field(() => [PriceRuleDto])
  rules!: PriceRuleDto[];
}

/** What a quote comes to in another currency. */
@ObjectType('ConvertedPrice', { description: 'What a quote comes to in another currency, at a rate locked with it.' })
export class ConvertedPriceDto {
  /** @example EUR */
  @IsCurrencyCode()
  currency!: string;

  /** The quote’s total; the card is charged in the property’s currency, and its bank converts at a rate of its own */
  total!: MoneyDto;

  /** The quote’s security deposit, where it has one */
  @Field(() => MoneyDto, { nullable: true })
  securityDeposit?: MoneyDto;

  /**
   * Units of this currency for one of the property’s, as a decimal number of up to 12 digits
   * @example "0.855872"
   */
  rate!: string;

  /**
   * The day of the reference rates: the latest there were
   * @example "2026-04-13"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  date!: string;

  /**
   * Whose rates they are
   * @example "European Central Bank, euro foreign exchange reference rates"
   */
  source!: string;
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

  /** Whether prices include their taxes: they do not, taxes are lines of their own */
  taxesIncluded!: boolean;

  /** Authorised on the guest’s card, not charged, and no part of the total; none where the host asks for none */
  @Field(() => MoneyDto, { nullable: true })
  securityDeposit?: MoneyDto;

  /** In the currency that was asked for, when that is another than the property’s */
  @Field(() => ConvertedPriceDto, { nullable: true })
  converted?: ConvertedPriceDto;

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
