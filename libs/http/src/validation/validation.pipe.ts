import { Injectable, type ArgumentMetadata, type PipeTransform, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { InvalidInput } from '../problems/common-errors.js';
import type { FieldError } from '../problems/domain-error.js';
import { crossErrors } from './cross-rules.js';
import { fieldErrors } from './field-errors.js';
import { pointerOf, unsafeValues } from './unsafe-values.js';

/** Types whose values need no shape: primitives, and what Nest injects by itself. */
const UNSHAPED: unknown[] = [String, Number, Boolean, Array, Object, undefined];

/** Gives handlers valid instances of their contract classes, or refuses the request naming every wrong field. */
@Injectable()
export class ContractPipe implements PipeTransform {
  async transform(value: unknown, { metatype, type, data }: ArgumentMetadata): Promise<unknown> {
    if (type === 'custom') return value;
    // An argument of GraphQL has a name, where REST has one body, and one query.
    const path = data === undefined ? [] : [data];
    const unsafe = unsafeValues(value, path);
    if (unsafe.length > 0) throw new InvalidInput(unsafe);
    if (!metatype || UNSHAPED.includes(metatype)) return value;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new InvalidInput([notAnObject(path)]);
    const instance = plainToInstance(metatype as Type<object>, value);
    const errors = await validate(instance, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: false,
    });
    const wrong = fieldErrors(errors, path);
    const all = [...wrong, ...crossErrors(instance, wrong, path)];
    if (all.length > 0) throw new InvalidInput(all);
    return instance;
  }
}

const notAnObject = (path: readonly string[]): FieldError => ({
  pointer: pointerOf(path),
  code: 'object',
  message: 'must be a JSON object',
});
