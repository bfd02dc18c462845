import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { isISO31661Alpha2 } from 'class-validator';
import { isAmenity } from '../amenities.js';
import { fieldRule } from './field-rule.js';
import { IsBetween } from './numbers.js';

/** Degrees north, WGS 84. Codes: those of `IsBetween`. */
export const IsLatitude = (): PropertyDecorator => IsBetween(-90, 90);

/** Degrees east, WGS 84. Codes: those of `IsBetween`. */
export const IsLongitude = (): PropertyDecorator => IsBetween(-180, 180);

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

/** Codes of amenities, in a list. Code: `amenity`. */
export function AreAmenities(): PropertyDecorator {
  return fieldRule(
    {
      code: 'amenity',
      message: 'must be the code of an amenity',
      holds: (value) => typeof value === 'string' && isAmenity(value),
    },
    { each: true },
  );
}
