import { randomBytes, randomInt } from 'node:crypto';

/** Capital letters and digits without vowels and look-alikes: a code that can be read out on the telephone. */
const CODE_ALPHABET = 'BCDFGHJKMNPQRSTVWXYZ23456789';
const COUNTER_BITS = 12;
const COUNTERS = 2 ** COUNTER_BITS;

let lastMs = 0;
let counter = 0;

/**
 * A new identifier: UUID version 7 (RFC 9562, section 5.7), whose first 48 bits are the wall time in milliseconds, so
 * that rows inserted together lie together in an index. The ids of one process grow: the next 12 bits count within a
 * millisecond (section 6.2, method 1), and when they are used up, or the wall clock goes back, a later one is taken.
 */
export function newId(): string {
  const bytes = randomBytes(16);
  advance(bytes.readUInt16BE(6) % (COUNTERS / 2));
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A millisecond's first count is random in the lower half, so that it says little and leaves room. */
function advance(firstCount: number): void {
  const now = Date.now();
  counter += 1;
  if (now > lastMs || counter === COUNTERS) {
    lastMs = Math.max(now, lastMs + 1);
    counter = firstCount;
  }
}

/** A short random code for people, e.g. `RK7X2MQP`: eight characters, about 38 bits. */
export function newCode(length = 8): string {
  return Array.from({ length }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');
}

/** An unguessable token: `bytes` random bytes as base64url. */
export function newToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}
