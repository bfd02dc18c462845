import type { FieldError } from '../problems/domain-error.js';

const MAX_DEPTH = 12;
/** Exactly what PostgreSQL's text cannot hold. */
const NUL = '\u0000';

/** A JSON pointer (RFC 6901) of a path of keys. */
export function pointerOf(path: readonly string[]): string {
  return path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * What no field of any request may hold, whatever its own rules: text that PostgreSQL cannot store (NUL, half of a
 * surrogate pair), names that every object has, and nesting deeper than any of our shapes (which would only serve to
 * exhaust the stack).
 */
export function unsafeValues(value: unknown, path: readonly string[] = []): FieldError[] {
  const found: FieldError[] = [];
  collect(value, [...path], path.length + MAX_DEPTH, found);
  return found;
}

/** One path for the whole walk: a body of 100,000 numbers is walked in a few milliseconds. */
function collect(value: unknown, path: string[], maxDepth: number, found: FieldError[]): void {
  if (typeof value === 'string') {
    if (!isText(value)) found.push(notText(path));
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= maxDepth) {
    found.push({ pointer: pointerOf(path), code: 'depth', message: 'is nested too deeply' });
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    path.push(key);
    if (!isText(key)) found.push(notText(path));
    if (isNameOfEveryObject(key)) found.push(unknownField(pointerOf(path)));
    collect(inner, path, maxDepth, found);
    path.pop();
  }
}

function isText(text: string): boolean {
  return !text.includes(NUL) && text.isWellFormed();
}

/** Such as `__proto__` or `toString`: what looks for unknown fields would take it for a known one. */
export function isNameOfEveryObject(name: string): boolean {
  return Object.hasOwn(Object.prototype, name);
}

/** A field's problem: nobody asked for it. */
export function unknownField(pointer: string): FieldError {
  return { pointer, code: 'unknown_field', message: 'is not a known field' };
}

function notText(path: readonly string[]): FieldError {
  return { pointer: pointerOf(path), code: 'text', message: 'holds characters that are not text' };
}
