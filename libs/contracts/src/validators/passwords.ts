import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { fieldRule } from './field-rule.js';

/**
 * A password of any characters, `min` to `max` of them; unlike other text it is taken as it is. Codes: `string`,
 * `min_length`, `max_length`. Length is what counts; there are no rules of composition (NIST SP 800-63B-4,
 * section 3.1.1.2).
 */
export function IsPassword(min: number, max: number): PropertyDecorator {
  const length = (value: unknown) => (typeof value === 'string' ? Array.from(value.slice(0, 4 * max)).length : min);
  return applyDecorators(
    fieldRule({ code: 'string', message: 'must be a string', holds: (value) => typeof value === 'string' }),
    fieldRule({
      code: 'min_length',
      message: `must have at least ${min} characters`,
      holds: (value) => length(value) >= min,
    }),
    fieldRule({
      code: 'max_length',
      message: `must have at most ${max} characters`,
      holds: (value) => length(value) <= max,
    }),
    ApiProperty({ format: 'password', minLength: min, maxLength: max }),
  );
}
