import type { ValidationError } from 'class-validator';
import type { FieldError } from '../problems/domain-error.js';
import { pointerOf } from './unsafe-values.js';

/** Flattens class-validator's tree to one entry a broken rule and field. */
export function fieldErrors(errors: ValidationError[], path: readonly string[] = []): FieldError[] {
  return errors.flatMap((error) => {
    const here = [...path, error.property];
    const broken = ownRules(error.constraints ?? {});
    const own = broken.flatMap(([constraint, message]) => brokenRule(here, constraint, message));
    return [...own, ...fieldErrors(error.children ?? [], here)];
  });
}

/** That nothing can be nested in a value is said in other words, by the rule that it has to be an object or a list. */
function ownRules(constraints: Record<string, string>): [string, string][] {
  const broken = Object.entries(constraints);
  return broken.length === 1 ? broken : broken.filter(([constraint]) => constraint !== 'nestedValidation');
}

function brokenRule(path: readonly string[], constraint: string, message: string): FieldError[] {
  if (constraint === 'whitelistValidation') {
    return [{ pointer: pointerOf(path), code: 'unknown_field', message: 'is not a known field' }];
  }
  const { items, text } = takeApart(message, path.at(-1) ?? '');
  const code = snakeCase(constraint);
  const places = items.length === 0 ? [path] : items.map((item) => [...path, item]);
  return places.map((place) => ({ pointer: pointerOf(place), code, message: text }));
}

/**
 * Messages begin with the property's name, which the pointer says already. Our rules for the items of a list say which
 * of them are meant: `amenities/3,7 must be …`.
 */
function takeApart(message: string, property: string): { items: string[]; text: string } {
  if (!message.startsWith(property)) return { items: [], text: message };
  const [, list, text] = /^(?:\/([\d,]+))? (.*)$/s.exec(message.slice(property.length)) ?? [];
  return text === undefined ? { items: [], text: message } : { items: list?.split(',') ?? [], text };
}

function snakeCase(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}
