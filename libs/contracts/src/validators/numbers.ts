import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { fieldRule } from './field-rule.js';

/** A whole number from `min` to `max`. Codes: `integer`, `min`, `max`. */
export function IsWhole(min: number, max: number): PropertyDecorator {
  const ifNumber = (holds: (value: number) => boolean) => (value: unknown) => typeof value !== 'number' || holds(value);
  return applyDecorators(
    fieldRule({ code: 'integer', message: 'must be a whole number', holds: (value) => Number.isInteger(value) }),
    fieldRule({ code: 'min', message: `must be at least ${min}`, holds: ifNumber((value) => !(value < min)) }),
    fieldRule({ code: 'max', message: `must be at most ${max}`, holds: ifNumber((value) => !(value > max)) }),
    ApiProperty({ type: 'integer', minimum: min, maximum: max }),
  );
}

/** A number from `min` to `max`, not necessarily whole. Codes: `number`, `min`, `max`. */
export function IsBetween(min: number, max: number): PropertyDecorator {
  const ifNumber = (holds: (value: number) => boolean) => (value: unknown) => typeof value !== 'number' || holds(value);
  return applyDecorators(
    fieldRule({ code: 'number', message: 'must be a number', holds: (value) => Number.isFinite(value) }),
    fieldRule({ code: 'min', message: `must be at least ${min}`, holds: ifNumber((value) => !(value < min)) }),
    fieldRule({ code: 'max', message: `must be at most ${max}`, holds: ifNumber((value) => !(value > max)) }),
    ApiProperty({ minimum: min, maximum: max }),
  );
}
