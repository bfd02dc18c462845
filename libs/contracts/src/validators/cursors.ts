import { fieldRule } from './field-rule.js';

const MOST_CHARACTERS = 1000;
/** base64url, and of it no other spelling than the usual. */
const CURSOR = /^[\w-]+$/;

/** A cursor, as far as can be seen from outside: whether it is one of the list is for the list to say. Code: `cursor`. */
export function IsCursor(): PropertyDecorator {
  return fieldRule({
    code: 'cursor',
    message: 'is not a cursor of this list',
    holds: (value) => typeof value === 'string' && value.length <= MOST_CHARACTERS && hasKeys(value),
  });
}

/** A signature of 12 bytes, and behind it JSON: see `Cursors`. */
function hasKeys(cursor: string): boolean {
  const bytes = Buffer.from(cursor, 'base64url');
  if (!CURSOR.test(cursor) || bytes.toString('base64url') !== cursor) return false;
  try {
    JSON.parse(bytes.subarray(12).toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
