import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from './money.dto.js';
import { QueryWhole } from './query-values.js';
import { GuestsDto, PriceLineDto } from './quotes.dto.js';
import { LocalDateScalar } from './scalars.js';
import { IsId } from './validators/codes.js';
import { IsLocalDate } from './validators/dates.js';
import { Omittable } from './validators/field-rule.js';
import { IsWhole } from './validators/numbers.js';
import { IsNights, IsParty } from './validators/stays.js';

/** Of which stay, and of whom, the price is asked. */
@ArgsType()
export class PriceQuery {
  /**
   * The date of arrival, at the property
   * @example "2027-03-01"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  checkIn!: string;

  /**
   * The date of departure, at the property: after `checkIn`, by 1,125 nights at most
   * @example "2027-03-05"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  checkOut!: string;

  /**
   * 13 years and older
   * @example 2
   */
  @Field(() => Int)
  @QueryWhole()
  @IsParty()
  adults!: number;

  /**
   * 2 to 12 years; 0 unless told
   * @example 1
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @QueryWhole()
  @IsWhole(0, 100)
  children?: number;

  /**
   * Under 2 years; 0 unless told
   * @example 0
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @QueryWhole()
  @IsWhole(0, 100)
  infants?: number;

  /**
   * 0 unless told
   * @example 0
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @QueryWhole()
  @IsWhole(0, 100)
  pets?: number;
}

/** Where, of which stay, and of whom. */
@ArgsType()
export class PriceArgs extends PriceQuery {
  @Field(() => ID)
  @IsId()
  propertyId!: string;
}

/** What a stay would cost now, and why. It is no offer: that is a quote. */
@ObjectType('Price', { description: 'What a stay would cost now, and why. It is no offer: that is a quote.' })
export class PriceDto {
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

  /** What the host would earn; only the host learns it */
  @Field(() => MoneyDto, { nullable: true })
  @ApiProperty({ type: MoneyDto, nullable: true })
  hostTotal!: MoneyDto | null;

  /** What that is made of; only the host learns it */
  @Field(() => [PriceLineDto], { nullable: true })
  @ApiProperty({ type: [PriceLineDto], nullable: true })
  hostLines!: PriceLineDto[] | null;
}
