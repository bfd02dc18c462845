import { applyDecorators } from '@nestjs/common';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { SafeInt } from './scalars.js';
import { IsCurrencyCode } from './validators/codes.js';
import { fieldRule } from './validators/field-rule.js';
import { IsNested } from './validators/nested.js';
import { IsWhole } from './validators/numbers.js';

/** An amount of money. */
@ObjectType('Money', { description: 'An amount of money: whole minor units in a currency.' })
@InputType('MoneyInput', { description: 'An amount of money: whole minor units in a currency.' })
export class MoneyDto {
  /**
   * Minor units of the currency: cents for EUR, yen for JPY, fils for KWD
   * @example 12345
   */
  @Field(() => SafeInt)
  @IsWhole(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
  amount!: number;

  /**
   * ISO 4217 code
   * @example USD
   */
  @IsCurrencyCode()
  currency!: string;
}

function hasAmount(value: unknown): value is { amount: number } {
  return typeof value === 'object' && value !== null && 'amount' in value && typeof value.amount === 'number';
}

/**
 * A nested `MoneyDto` whose amount lies between `min` and `max` minor units. Codes: `object`, `amount_min`,
 * `amount_max`, and those of its fields.
 */
export function IsMoney(min: number, max: number): PropertyDecorator {
  const within = (holds: (amount: number) => boolean) => (value: unknown) => !hasAmount(value) || holds(value.amount);
  return applyDecorators(
    IsNested(() => MoneyDto),
    fieldRule({ code: 'amount_min', message: `must be at least ${min}`, holds: within((amount) => !(amount < min)) }),
    fieldRule({ code: 'amount_max', message: `must be at most ${max}`, holds: within((amount) => !(amount > max)) }),
  );
}
