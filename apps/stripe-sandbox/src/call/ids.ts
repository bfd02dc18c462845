import { randomFillSync } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const pool = Buffer.alloc(16_384);
let used = pool.length;

/** A random text of Stripe's alphabet (base 62); bytes that would make some letters likelier are passed over. */
export function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const byte = pool[used++] ?? 255;
    if (byte < 248) text += ALPHABET.charAt(byte % 62);
  }
  return text;
}

/** An id as Stripe forms them: a prefix that names the kind (`pi`, `ch`, `re`…) and 24 letters. */
export const newId = (prefix: string): string => `${prefix}_${randomText(24)}`;
