import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { LineKind } from './line-kinds.js';
import { MoneyDto } from './money.dto.js';
import { IsOneOf } from './validators/codes.js';

export const PriceRuleName = {
  base: 'base',
  weekend: 'weekend',
  season: 'season',
  override: 'override',
  occupancy_discount: 'occupancy_discount',
  length_discount: 'length_discount',
  weekly_discount: 'weekly_discount',
  monthly_discount: 'monthly_discount',
  last_minute_discount: 'last_minute_discount',
  early_bird_discount: 'early_bird_discount',
  policy_discount: 'policy_discount',
  cleaning_fee: 'cleaning_fee',
  extra_guest_fee: 'extra_guest_fee',
  pet_fee: 'pet_fee',
  guest_service_fee: 'guest_service_fee',
  host_service_fee: 'host_service_fee',
  rounding: 'rounding',
  tax_percent: 'tax_percent',
  tax_per_night: 'tax_per_night',
  tax_per_person_night: 'tax_per_person_night',
  tax_per_bedroom_night: 'tax_per_bedroom_night',
  tax_cap: 'tax_cap',
} as const;
export type PriceRuleName = keyof typeof PriceRuleName;
registerEnumType(PriceRuleName, {
  name: 'PriceRuleName',
  description:
    'base, weekend, season, override: what a night costs, the last one counts; …_discount: percent off the nights from, or up ' +
    'to, a threshold; policy_discount: for giving up a refund; …_fee; rounding: up to what cards can be charged; tax_…: ' +
    'percent of a base, or an amount, and tax_cap: the most that it takes.',
});

/** A rule that has made a line of a price what it is. */
@ObjectType('PriceRule', { description: 'A rule that has made a line of a price what it is.' })
export class PriceRuleDto {
  @Field(() => PriceRuleName)
  @IsOneOf(PriceRuleName, 'PriceRuleName')
  rule!: PriceRuleName;

  /**
   * Of a season or a tax
   * @example "Summer"
   */
  name?: string;

  /**
   * To whom a tax is owed
   * @example "City of Albany"
   */
  authority?: string;

  /**
   * Of a discount: the nights or days ahead from which on, or the days ahead or guests up to which it is given; of the
   * fee for extra guests: how many are included
   * @example 7
   */
  @Field(() => Int, { nullable: true })
  @ApiProperty({ type: 'integer' })
  threshold?: number;

  /**
   * A percentage
   * @example 12.5
   */
  @Field(() => Float, { nullable: true })
  percent?: number;

  /** The lines that the percentage is of, by their kinds; a discount is of the nights as those before it leave them */
  @Field(() => [LineKind], { nullable: true })
  @ApiProperty({ enum: LineKind, enumName: 'LineKind', isArray: true })
  base?: LineKind[];

  /** What a night, a fee or a tax is by this rule, or the most that a tax takes */
  @Field(() => MoneyDto, { nullable: true })
  amount?: MoneyDto;
}
