import { isLocalDate, isTimeZone } from '#dates';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { ValidationOptions } from 'class-validator';
import { fieldRule } from './field-rule.js';

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

/** A time zone by its name in the IANA database. Code: `time_zone`. */
export function IsTimeZoneName(): PropertyDecorator {
  return applyDecorators(
    fieldRule({
      code: 'time_zone',
      message: 'must be a time zone of the IANA database, e.g. Europe/Paris',
      holds: (value) => typeof value === 'string' && value.length <= 64 && isTimeZone(value),
    }),
    ApiProperty({ maxLength: 64 }),
  );
}
