import type { Type } from '@nestjs/common';
import type { FieldError } from '../problems/domain-error.js';
import { pointerOf } from './unsafe-values.js';

type CrossRule = (sound: object, given: object) => FieldError[];

const rules = new Map<unknown, CrossRule>();

/**
 * Has the fields of a contract class judged together, besides one by one, so that all that is wrong is named at once.
 * @param rule is given an instance without the fields that are wrong by themselves, and one with all that were sent
 */
export function crossRule<Input extends object>(
  type: Type<Input>,
  rule: (sound: Input, given: object) => FieldError[],
): void {
  rules.set(type, (sound, given) => (sound instanceof type ? rule(sound, given) : []));
}

/** What the rules across fields find wrong in an instance and in those within it, besides what is wrong already. */
export function crossErrors(
  instance: object,
  known: readonly FieldError[],
  path: readonly string[] = [],
): FieldError[] {
  const wrong = new Set(known.map(({ pointer }) => pointer));
  const isWrong = (pointer: string) => [...wrong].some((each) => each === pointer || each.startsWith(`${pointer}/`));
  const fields = Object.entries(instance).filter(([field]) => !isWrong(pointerOf([...path, field])));
  const sound = Object.assign(
    Object.create(Object.getPrototypeOf(instance) as object) as object,
    Object.fromEntries(fields),
  );
  const own = (rules.get(instance.constructor)?.(sound, instance) ?? [])
    .map((error) => ({ ...error, pointer: `${pointerOf(path)}${error.pointer}` }))
    .filter(({ pointer }) => !isWrong(pointer));
  return [...own, ...inner(instance, known, path)];
}

function inner(instance: object, known: readonly FieldError[], path: readonly string[]): FieldError[] {
  return Object.entries(instance).flatMap(([field, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && rules.has(value.constructor)
      ? crossErrors(value, known, [...path, field])
      : [],
  );
}
