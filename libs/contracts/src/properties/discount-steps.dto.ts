import { applyDecorators, type Type as Class } from '@nestjs/common';
import { Field, Float, InputType, Int, ObjectType } from '@nestjs/graphql';
import { fieldRule } from '../validators/field-rule.js';
import { IsNestedList } from '../validators/nested.js';
import { IsBetween, IsWhole } from '../validators/numbers.js';
import { IsNights, IsParty } from '../validators/stays.js';

export const MAX_DISCOUNT_PERCENT = 90;
const LEAST_DISCOUNT_PERCENT = 0.01;
const MAX_STEPS = 10;
const MAX_DAYS = 1125;

function hasTwoDecimals(value: unknown): boolean {
  return typeof value !== 'number' || Math.abs(value * 100 - Math.round(value * 100)) < 1e-6;
}

/** Percentages are kept as whole basis points. Code: `decimals`. */
export const IsInBasisPoints = (): PropertyDecorator =>
  fieldRule({ code: 'decimals', message: 'must have at most two decimals', holds: hasTwoDecimals });

/** A percentage of a step, which takes something off. Codes: those of `IsBetween`, and `decimals`. */
const IsStepPercent = (): PropertyDecorator =>
  applyDecorators(IsBetween(LEAST_DISCOUNT_PERCENT, MAX_DISCOUNT_PERCENT), IsInBasisPoints());

/**
 * At most ten steps, whose thresholds – the field of that name – rise from one to the next. Codes: those of
 * `IsNestedList`, and `rising`.
 */
export function AreSteps(type: () => Class<object>, threshold: string): PropertyDecorator {
  return applyDecorators(
    IsNestedList(type, MAX_STEPS),
    fieldRule({
      code: 'rising',
      message: `must have ${threshold} that rise from one step to the next`,
      holds: (value) => !Array.isArray(value) || areRising(value.map((step: unknown) => numberIn(step, threshold))),
    }),
  );
}

/** What is no number is named by the step's own rules. */
function numberIn(step: unknown, field: string): number | undefined {
  if (typeof step !== 'object' || step === null) return undefined;
  const value = (step as Record<string, unknown>)[field];
  return typeof value === 'number' ? value : undefined;
}

function areRising(values: readonly (number | undefined)[]): boolean {
  const known = values.filter((value) => value !== undefined);
  return known.every((value, index) => index === 0 || value > (known[index - 1] ?? value));
}

/** A discount for a stay that is long enough. */
@ObjectType('LengthDiscount', { description: 'A discount for a stay that is long enough.' })
@InputType('LengthDiscountInput', { description: 'A discount for a stay that is long enough.' })
export class LengthDiscountDto {
  /**
   * From so many nights on
   * @example 3
   */
  @Field(() => Int)
  @IsNights()
  nights!: number;

  /**
   * Percent off the nights
   * @example 5
   */
  @Field(() => Float)
  @IsStepPercent()
  percent!: number;
}

/** A discount by the days from today, at the property, to the arrival. */
@ObjectType('LeadTimeDiscount', { description: 'A discount by the days from today, at the property, to the arrival.' })
@InputType('LeadTimeDiscountInput', {
  description: 'A discount by the days from today, at the property, to the arrival.',
})
export class LeadTimeDiscountDto {
  /**
   * Days from today to the arrival: at most so many for a last-minute discount, at least so many for an early-bird one
   * @example 3
   */
  @Field(() => Int)
  @IsWhole(0, MAX_DAYS)
  days!: number;

  /**
   * Percent off the nights
   * @example 15
   */
  @Field(() => Float)
  @IsStepPercent()
  percent!: number;
}

/** A discount for a party that is small enough. */
@ObjectType('OccupancyDiscount', { description: 'A discount for a party that is small enough.' })
@InputType('OccupancyDiscountInput', { description: 'A discount for a party that is small enough.' })
export class OccupancyDiscountDto {
  /**
   * Up to so many adults and children
   * @example 1
   */
  @Field(() => Int)
  @IsParty()
  guests!: number;

  /**
   * Percent off the nights
   * @example 20
   */
  @Field(() => Float)
  @IsStepPercent()
  percent!: number;
}
