import type { FieldError } from '../problems/domain-error.js';

const MAX_DEPTH = 12;
// eslint's no-control-regex is about accidents; NUL is exactly what PostgreSQL's text cannot hold.
const NUL = '\u0000';

/** A JSON pointer (RFC 6901) of a path of keys. */
export function pointerOf(path: readonly string[]): string {
  return path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * What no field of any request may hold, whatever its own rules: text that PostgreSQL cannot store (NUL, half of a
 * surrogate pair), and nesting deeper than any of our shapes (which would only serve to exhaust the stack).
 */
export function unsafeValues(value: unknown, path: readonly string[] = []): FieldError[] {
  if (typeof value === 'string') return unsafeText(value, path);
  if (typeof value !== 'object' || value === null) return [];
  if (path.length >= MAX_DEPTH) return [{ pointer: pointerOf(path), code: 'depth', message: 'is nested too deeply' }];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...unsafeText(key, [...path, key]),
    ...unsafeValues(inner, [...path, key]),
  ]);
}

function unsafeText(text: string, path: readonly string[]): FieldError[] {
  if (!text.includes(NUL) && text.isWellFormed()) return [];
  return [{ pointer: pointerOf(path), code: 'text', message: 'holds characters that are not text' }];
}
