import { Field, Float, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { IsMoney, MoneyDto } from '../money.dto.js';
import { Omittable, fieldRule } from '../validators/field-rule.js';
import { IsBetween } from '../validators/numbers.js';
import { IsParty } from '../validators/stays.js';

/** The most that one night or one fee may cost, in minor units. */
export const MAX_AMOUNT = 100_000_000_000;
const MAX_DISCOUNT_PERCENT = 90;

function hasTwoDecimals(value: unknown): boolean {
  return typeof value !== 'number' || Math.abs(value * 100 - Math.round(value * 100)) < 1e-6;
}

/** Percentages are kept as whole basis points. */
const IsInBasisPoints = () =>
  fieldRule({ code: 'decimals', message: 'must have at most two decimals', holds: hasTwoDecimals });

/** What a place costs, before taxes. All amounts have one currency. */
@ObjectType('PropertyPricing', { description: 'What a place costs, before taxes. All amounts have one currency.' })
export class PropertyPricingDto {
  /** A night, where no other price counts */
  nightly!: MoneyDto;

  /** A night that starts on a Friday or Saturday, when it differs */
  @Field(() => MoneyDto, { nullable: true })
  weekendNightly?: MoneyDto;

  /** Once a stay */
  cleaningFee!: MoneyDto;

  /** A night and guest above `guestsIncluded` */
  extraGuestFee!: MoneyDto;

  /**
   * How many guests the nightly price is for
   * @example 2
   */
  @Field(() => Int)
  @IsParty()
  guestsIncluded!: number;

  /** Once a stay with pets, however many */
  petFee!: MoneyDto;

  /**
   * Percent off the nights of a stay of 7 nights or more
   * @example 10
   */
  @Field(() => Float)
  weeklyDiscountPercent!: number;

  /**
   * Percent off the nights of a stay of 28 nights or more, instead of the weekly discount
   * @example 25
   */
  @Field(() => Float)
  monthlyDiscountPercent!: number;
}

/** Prices to set; what is left out stays as it is. All amounts have one currency. */
@InputType('PropertyPricingInput', {
  description:
    'Prices to set; what is left out stays as it is (fees and discounts start at 0). All amounts have one currency.',
})
export class PropertyPricingInput {
  /**
   * A night, where no other price counts; needed the first time that prices are set
   * @example { "amount": 12000, "currency": "USD" }
   */
  @Omittable()
  @IsMoney(1, MAX_AMOUNT)
  nightly?: MoneyDto;

  /**
   * A night that starts on a Friday or Saturday; null when it costs the same again
   * @example { "amount": 14000, "currency": "USD" }
   */
  @Field(() => MoneyDto, { nullable: true })
  @IsOptional()
  @IsMoney(1, MAX_AMOUNT)
  weekendNightly?: MoneyDto | null;

  /**
   * Once a stay
   * @example { "amount": 6000, "currency": "USD" }
   */
  @Omittable()
  @IsMoney(0, MAX_AMOUNT)
  cleaningFee?: MoneyDto;

  /**
   * A night and guest above `guestsIncluded`
   * @example { "amount": 1500, "currency": "USD" }
   */
  @Omittable()
  @IsMoney(0, MAX_AMOUNT)
  extraGuestFee?: MoneyDto;

  /**
   * How many guests the nightly price is for
   * @example 2
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsParty()
  guestsIncluded?: number;

  /**
   * Once a stay with pets, however many
   * @example { "amount": 2500, "currency": "USD" }
   */
  @Omittable()
  @IsMoney(0, MAX_AMOUNT)
  petFee?: MoneyDto;

  /**
   * Percent off the nights of a stay of 7 nights or more
   * @example 10
   */
  @Field(() => Float, { nullable: true })
  @Omittable()
  @IsBetween(0, MAX_DISCOUNT_PERCENT)
  @IsInBasisPoints()
  weeklyDiscountPercent?: number;

  /**
   * Percent off the nights of a stay of 28 nights or more, instead of the weekly discount
   * @example 25
   */
  @Field(() => Float, { nullable: true })
  @Omittable()
  @IsBetween(0, MAX_DISCOUNT_PERCENT)
  @IsInBasisPoints()
  monthlyDiscountPercent?: number;
}
