import { isCurrency } from '#money';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type ValidationOptions } from 'class-validator';
import { fieldRule } from './field-rule.js';

/** An identifier: a UUID in small or capital letters. Code: `uuid`. */
export function IsId(options?: ValidationOptions): PropertyDecorator {
  const shape = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
  return applyDecorators(
    fieldRule(
      { code: 'uuid', message: 'must be a UUID', holds: (value) => typeof value === 'string' && shape.test(value) },
      options,
    ),
    options?.each ? () => undefined : ApiProperty({ format: 'uuid' }),
  );
}

/** A currency in use, by its ISO 4217 code. Code: `currency`. */
export function IsCurrencyCode(): PropertyDecorator {
  return applyDecorators(
    fieldRule({
      code: 'currency',
      message: 'must be an ISO 4217 currency code, e.g. EUR',
      holds: (value) => typeof value === 'string' && isCurrency(value),
    }),
    ApiProperty({ pattern: '^[A-Z]{3}$' }),
  );
}

/** One of the keys of a union object; a list of them with `each`. Code: `one_of`. */
export function IsOneOf(
  union: Record<string, string>,
  enumName: string,
  options?: ValidationOptions,
): PropertyDecorator {
  return applyDecorators(
    fieldRule(
      {
        code: 'one_of',
        message: `must be one of ${Object.keys(union).join(', ')}`,
        holds: (value) => typeof value === 'string' && Object.hasOwn(union, value),
      },
      options,
    ),
    ApiProperty({ enum: union, enumName, ...(options?.each && { isArray: true }) }),
  );
}
