import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { InvalidInput } from '../problems/common-errors.js';
import type { FieldError } from '../problems/domain-error.js';
import { pointerOf, unsafeValues } from './unsafe-values.js';

/** Types whose values need no shape: primitives, and what Nest injects by itself. */
const UNSHAPED: unknown[] = [String, Number, Boolean, Array, Object, undefined];

/** Gives handlers valid instances of their contract classes, or refuses the request naming every wrong field. */
@Injectable()
export class ContractPipe implements PipeTransform {
  async transform(value: unknown, { metatype, type }: ArgumentMetadata): Promise<unknown> {
    if (type === 'custom') return value;
    const unsafe = unsafeValues(value);
    if (unsafe.length > 0) throw new InvalidInput(unsafe);
    if (!metatype || UNSHAPED.includes(metatype)) return value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidInput([notAnObject]);
    const instance: object = plainToInstance(metatype, value);
    const errors = await validate(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false });
    if (errors.length > 0) throw new InvalidInput(fieldErrors(errors));
    return instance;
  }
}

const notAnObject: FieldError = { pointer: '', code: 'object', message: 'must be a JSON object' };

/** Flattens class-validator's tree to one entry a broken rule. */
export function fieldErrors(errors: ValidationError[], path: readonly string[] = []): FieldError[] {
  return errors.flatMap((error) => {
    const here = [...path, error.property];
    const own = Object.entries(error.constraints ?? {}).flatMap(([constraint, message]) =>
      fieldError(here, constraint, message),
    );
    return [...own, ...fieldErrors(error.children ?? [], here)];
  });
}

/** Rules on each item of a list say which ones broke them: `amenities/3,7 must …`. */
const OF_ITEMS = /^\w+\/(\d+(?:,\d+)*) (.*)$/s;

function fieldError(path: readonly string[], constraint: string, message: string): FieldError[] {
  const ofItems = OF_ITEMS.exec(message);
  if (ofItems?.[1] === undefined) return [oneError(path, constraint, message)];
  return ofItems[1].split(',').map((index) => oneError([...path, index], constraint, ofItems[2] ?? ''));
}

function oneError(path: readonly string[], constraint: string, message: string): FieldError {
  const property = path.at(-1) ?? '';
  const code = constraint === 'whitelistValidation' ? 'unknown_field' : snakeCase(constraint);
  const text = code === 'unknown_field' ? 'is not a known field' : withoutSubject(message, property);
  return { pointer: pointerOf(path), code, message: text };
}

/** class-validator begins its messages with the property's name; the pointer already says it. */
function withoutSubject(message: string, property: string): string {
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}

function snakeCase(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}
