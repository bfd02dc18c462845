import { randomBytes } from 'node:crypto';

/** Crockford's base 32 without vowels and look-alikes: a code that can be read out on the telephone. */
const CODE_ALPHABET = 'BCDFGHJKMNPQRSTVWXYZ23456789';

/**
 * A new identifier: UUID version 7 (RFC 9562, section 5.7), whose first 48 bits are the wall time in milliseconds, so
 * that rows inserted together lie together in an index.
 */
export function newId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes.readUInt8(6) & 0x0f);
  bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A short random code for people, e.g. `RK7X2MQP`: eight characters, about 38 bits. */
export function newCode(length = 8): string {
  return Array.from(randomBytes(length), (byte) => CODE_ALPHABET[byte % CODE_ALPHABET.length]).join('');
}

/** An unguessable token: `bytes` random bytes as base64url. */
export function newToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}
