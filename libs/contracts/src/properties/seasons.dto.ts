import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsMoney, MoneyDto } from '../money.dto.js';
import { LocalDateScalar } from '../scalars.js';
import { IsId } from '../validators/codes.js';
import { IsLocalDate } from '../validators/dates.js';
import { Omittable } from '../validators/field-rule.js';
import { IsNestedList } from '../validators/nested.js';
import { IsLine } from '../validators/text.js';
import { MAX_AMOUNT } from './pricing.dto.js';

const MAX_SEASONS = 50;

/** What nights cost from a date to before another. */
@ObjectType('Season', { description: 'What nights cost from a date to before another.' })
@InputType('SeasonInput', { description: 'What nights cost from a date to before another.' })
export class SeasonDto {
  /**
   * As guests read it where a price is explained
   * @example "Summer"
   */
  @IsLine(1, 100)
  name!: string;

  /**
   * The date on which its first night starts
   * @example "2027-06-15"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  from!: string;

  /**
   * The date after that on which its last night starts
   * @example "2027-09-01"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  to!: string;

  /**
   * A night, in the currency of the property
   * @example { "amount": 18000, "currency": "USD" }
   */
  @IsMoney(1, MAX_AMOUNT)
  nightly!: MoneyDto;

  /**
   * A night that starts on a Friday or Saturday, when it differs
   * @example { "amount": 20000, "currency": "USD" }
   */
  @Field(() => MoneyDto, { nullable: true })
  @Omittable()
  @IsMoney(1, MAX_AMOUNT)
  weekendNightly?: MoneyDto;
}

/** All seasons of a property, in place of those that were. */
@InputType('UpdateSeasonsInput', { description: 'All seasons of a property, in place of those that were.' })
export class UpdateSeasonsInput {
  /** At most 50, which share no night; the last ends at most five years after the first begins */
  @Field(() => [SeasonDto])
  @IsNestedList(() => SeasonDto, MAX_SEASONS)
  seasons!: SeasonDto[];
}

/** The seasons of a property. */
@ObjectType('Seasons', { description: 'The seasons of a property.' })
export class SeasonsDto {
  @Field(() => ID)
  @IsId()
  propertyId!: string;

  /** In order of their dates */
  @Field(() => [SeasonDto])
  data!: SeasonDto[];

  /**
   * The version of the property, which grows with each change of its prices, seasons and all else
   * @example 2
   */
  @Field(() => Int)
  version!: number;
}
