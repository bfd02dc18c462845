import { Field, Float, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { IsMoney, MoneyDto } from '../money.dto.js';
import { Omittable } from '../validators/field-rule.js';
import { IsBetween } from '../validators/numbers.js';
import { IsParty } from '../validators/stays.js';
import {
  AreSteps,
  IsInBasisPoints,
  LeadTimeDiscountDto,
  LengthDiscountDto,
  MAX_DISCOUNT_PERCENT,
  OccupancyDiscountDto,
} from './discount-steps.dto.js';

/** The most that one night or one fee may cost, in minor units. */
export const MAX_AMOUNT = 100_000_000_000;

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

  /** Authorised on the guest’s card, not charged, and no part of any price */
  securityDeposit!: MoneyDto;

  /** By the length of the stay; the largest that it reaches counts, the weekly and the monthly discount among them */
  @Field(() => [LengthDiscountDto])
  lengthDiscounts!: LengthDiscountDto[];

  /** For an arrival at most so many days ahead; the largest that the stay reaches counts, early-bird ones among them */
  @Field(() => [LeadTimeDiscountDto])
  lastMinuteDiscounts!: LeadTimeDiscountDto[];

  /** For an arrival at least so many days ahead; the largest that the stay reaches counts, last-minute ones among them */
  @Field(() => [LeadTimeDiscountDto])
  earlyBirdDiscounts!: LeadTimeDiscountDto[];

  /** By the number of adults and children; the first that the party fits in counts */
  @Field(() => [OccupancyDiscountDto])
  occupancyDiscounts!: OccupancyDiscountDto[];
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

  /**
   * Authorised on the guest’s card, not charged, and no part of any price
   * @example { "amount": 20000, "currency": "USD" }
   */
  @Omittable()
  @IsMoney(0, MAX_AMOUNT)
  securityDeposit?: MoneyDto;

  /**
   * By the length of the stay, in place of those that were: the largest that it reaches counts, weekly, monthly ones too
   * @example [{ "nights": 3, "percent": 5 }]
   */
  @Field(() => [LengthDiscountDto], { nullable: true })
  @Omittable()
  @AreSteps(() => LengthDiscountDto, 'nights')
  lengthDiscounts?: LengthDiscountDto[];

  /**
   * For an arrival at most so many days ahead, in place of those that were
   * @example [{ "days": 3, "percent": 15 }]
   */
  @Field(() => [LeadTimeDiscountDto], { nullable: true })
  @Omittable()
  @AreSteps(() => LeadTimeDiscountDto, 'days')
  lastMinuteDiscounts?: LeadTimeDiscountDto[];

  /**
   * For an arrival at least so many days ahead, in place of those that were
   * @example [{ "days": 90, "percent": 8 }]
   */
  @Field(() => [LeadTimeDiscountDto], { nullable: true })
  @Omittable()
  @AreSteps(() => LeadTimeDiscountDto, 'days')
  earlyBirdDiscounts?: LeadTimeDiscountDto[];

  /**
   * By the number of adults and children, in place of those that were: the first that the party fits in counts
   * @example [{ "guests": 1, "percent": 20 }]
   */
  @Field(() => [OccupancyDiscountDto], { nullable: true })
  @Omittable()
  @AreSteps(() => OccupancyDiscountDto, 'guests')
  occupancyDiscounts?: OccupancyDiscountDto[];
}
