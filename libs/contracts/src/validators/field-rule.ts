import { registerDecorator, ValidateIf, type ValidationArguments, type ValidationOptions } from 'class-validator';

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
