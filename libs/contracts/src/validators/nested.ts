import { applyDecorators, type Type as Class } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, ValidateNested } from 'class-validator';
import { fieldRule } from './field-rule.js';

/** An object of `type`, validated within: an array of them is refused. Codes: `object`, and those of its fields. */
export function IsNested(type: () => Class<object>): PropertyDecorator {
  return applyDecorators(
    Type(type),
    fieldRule({
      code: 'object',
      message: 'must be an object',
      holds: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    }),
    ValidateNested(),
  );
}

/** A list of at most `max` objects of `type`. Codes: `isArray`, `arrayMaxSize`, `object`, and those of their fields. */
export function IsNestedList(type: () => Class<object>, max: number): PropertyDecorator {
  return applyDecorators(
    Type(type),
    IsArray(),
    ArrayMaxSize(max),
    fieldRule(
      {
        code: 'object',
        message: 'must be an object',
        holds: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      },
      { each: true },
    ),
    ValidateNested({ each: true }),
    ApiProperty({ maxItems: max }),
  );
}
