import { isLocalDate } from '#dates';
import { isCurrency } from '#money';
import { applyDecorators, type Type as Class } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  isISO31661Alpha2,
  registerDecorator,
  ValidateIf,
  ValidateNested,
  type ValidationArguments,
  type ValidationOptions,
} from 'class-validator';

/** A rule on one field: its code is what a client finds in `errors[].code`. */
interface FieldRule {
  code: string;
  holds: (value: unknown) => boolean;
  message: string;
}

/**
 * A property decorator that checks one rule. With `each`, every item of an array is held to it, and the message says
 * which of them broke it, so that each can be pointed at: `amenities/3,7 must be …`.
 */
export function fieldRule({ code, holds, message }: FieldRule, options?: ValidationOptions): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: code,
      target: target.constructor,
      propertyName: String(property),
      options,
      validator: {
        validate: holds,
        defaultMessage: (args?: ValidationArguments) =>
          `${args?.property}${options?.each ? brokenItems(args?.value, holds) : ''} ${message}`,
      },
    });
}

function brokenItems(list: unknown, holds: (item: unknown) => boolean): string {
  if (!Array.isArray(list)) return '';
  const broken = list.flatMap((item: unknown, index) => (holds(item) ? [] : [index]));
  return `/${broken.join(',')}`;
}

/** The field may be left out – but not be null, which `IsOptional` would let pass. */
export function Omittable(): PropertyDecorator {
  return ValidateIf((_object: object, value: unknown) => value !== undefined);
}

/** Takes the white space off both ends of text before its rules are checked. */
export function Trimmed(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));
}

const LINE_BREAKS_AND_TABS = /[\t\n\r]/g;
const CONTROL_CHARACTERS = /\p{Cc}/u;
/** Neither white space nor what only joins, parts or turns characters, such as U+200B. */
const VISIBLE = /[^\s\p{Cf}]/u;

function hasOnlyText(value: string): boolean {
  return value.isWellFormed() && !CONTROL_CHARACTERS.test(value.replace(LINE_BREAKS_AND_TABS, ''));
}

/** Length as PostgreSQL counts it: code points, not UTF-16 units. */
function codePoints(value: string): number {
  return Array.from(value).length;
}

const ifText = (holds: (value: string) => boolean) => (value: unknown) => typeof value !== 'string' || holds(value);

/**
 * Text that a person wrote, of `min` to `max` characters (the minimum without white space around it), well-formed
 * Unicode without control characters; tabs and line breaks are text. Codes: `string`, `characters`, `min_length`,
 * `max_length`.
 */
export function IsText(min: number, max: number, options?: ValidationOptions): PropertyDecorator {
  const tooLong = (value: string) => value.length > max && (value.length > 2 * max || codePoints(value) > max);
  return applyDecorators(
    fieldRule({ code: 'string', message: 'must be a string', holds: (value) => typeof value === 'string' }, options),
    fieldRule(
      { code: 'characters', message: 'must not contain control characters', holds: ifText(hasOnlyText) },
      options,
    ),
    fieldRule(
      {
        code: 'min_length',
        message: `must have at least ${min} characters`,
        holds: ifText((value) => codePoints(value.trim()) >= min && (min === 0 || VISIBLE.test(value))),
      },
      options,
    ),
    fieldRule(
      { code: 'max_length', message: `must have at most ${max} characters`, holds: ifText((value) => !tooLong(value)) },
      options,
    ),
    options?.each ? () => undefined : ApiProperty({ minLength: min, maxLength: max }),
  );
}

/** `IsText` on one line, for names and titles. One more code: `one_line`. */
export function IsLine(min: number, max: number, options?: ValidationOptions): PropertyDecorator {
  const oneLine = ifText((value) => !/[\n\r\u2028\u2029]/.test(value));
  return applyDecorators(
    IsText(min, max, options),
    fieldRule({ code: 'one_line', message: 'must be one line', holds: oneLine }, options),
  );
}

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

/** A calendar date `YYYY-MM-DD` that exists. Code: `date`. */
export function IsLocalDate(options?: ValidationOptions): PropertyDecorator {
  return applyDecorators(
    fieldRule(
      {
        code: 'date',
        message: 'must be a date that exists, written YYYY-MM-DD',
        holds: (value) => typeof value === 'string' && isLocalDate(value),
      },
      options,
    ),
    options?.each ? () => undefined : ApiProperty({ format: 'date' }),
  );
}

/** A time of day, `00:00` to `23:59`. Code: `time`. */
export function IsTime(): PropertyDecorator {
  const shape = /^([01]\d|2[0-3]):[0-5]\d$/;
  return applyDecorators(
    fieldRule({
      code: 'time',
      message: 'must be a time of day, HH:MM',
      holds: (value) => typeof value === 'string' && shape.test(value),
    }),
    ApiProperty({ pattern: shape.source }),
  );
}

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

/** A country by its ISO 3166-1 code of two capital letters. Code: `country`. */
export function IsCountry(): PropertyDecorator {
  return applyDecorators(
    fieldRule({
      code: 'country',
      message: 'must be a country of ISO 3166-1, two capital letters, e.g. FR',
      holds: (value) => typeof value === 'string' && /^[A-Z]{2}$/.test(value) && isISO31661Alpha2(value),
    }),
    ApiProperty({ pattern: '^[A-Z]{2}$' }),
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
