import { Field, InputType, Int } from '@nestjs/graphql';
import { ArrayMinSize, IsBoolean, IsOptional } from 'class-validator';
import { IsMoney, MoneyDto } from './money.dto.js';
import { MAX_AMOUNT } from './properties/pricing.dto.js';
import { LocalDateScalar } from './scalars.js';
import { IsLocalDate } from './validators/dates.js';
import { IsNestedList } from './validators/nested.js';
import { IsNights } from './validators/stays.js';

const MAX_RANGES = 100;

/** What is to count on the days from one date to before another; what is left out stays as it is. */
@InputType('DaysToSet', {
  description:
    'What is to count on the days from one date to before another. What is left out stays as it is; with null, what counts is what the ' +
    'property says.',
})
export class DaysToSetDto {
  /**
   * The first date
   * @example "2027-12-24"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  from!: string;

  /**
   * The date after the last, at most 750 days later
   * @example "2028-01-02"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  to!: string;

  /**
   * The fewest nights of a stay that begins on such a date; null for those of the property
   * @example 5
   */
  @Field(() => Int, { nullable: true })
  @IsOptional()
  @IsNights()
  minNights?: number | null;

  /**
   * The most nights of a stay that begins on such a date; null for those of the property
   * @example 14
   */
  @Field(() => Int, { nullable: true })
  @IsOptional()
  @IsNights()
  maxNights?: number | null;

  /**
   * Whether no stay begins on such a date; null for the property’s days of arrival
   * @example false
   */
  @Field(() => Boolean, { nullable: true })
  @IsOptional()
  @IsBoolean()
  closedToArrival?: boolean | null;

  /**
   * Whether no stay ends on such a date; null for what the property says: one may
   * @example true
   */
  @Field(() => Boolean, { nullable: true })
  @IsOptional()
  @IsBoolean()
  closedToDeparture?: boolean | null;

  /**
   * What the night costs, in the property’s currency; null for what the property charges
   * @example { "amount": 24000, "currency": "USD" }
   */
  @Field(() => MoneyDto, { nullable: true })
  @IsOptional()
  @IsMoney(1, MAX_AMOUNT)
  price?: MoneyDto | null;
}

/** What is to count on some days of a calendar. */
@InputType('SetCalendarDaysInput', { description: 'What is to count on some days of a calendar.' })
export class SetCalendarDaysDto {
  /** From yesterday to three years ahead; where ranges share a day, the later of the list stands above the earlier */
  @ArrayMinSize(1)
  @IsNestedList(() => DaysToSetDto, MAX_RANGES)
  days!: DaysToSetDto[];
}
