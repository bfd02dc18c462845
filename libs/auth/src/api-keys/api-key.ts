import { hash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** In base 62 a double click takes all of it, and it needs no escaping in a URL, a form or a shell. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 12;
/** 62^43 > 2^256 */
const SECRET_LENGTH = 43;
/** 62^6 > 2^32 */
const CHECKSUM_LENGTH = 6;
const SHAPE = new RegExp(`^rk_(live|test)_[0-9A-Za-z]{${ID_LENGTH + SECRET_LENGTH + CHECKSUM_LENGTH}}$`);
const PREFIX_LENGTH = 'rk_live_'.length + ID_LENGTH;
const WHOLE_LENGTH = PREFIX_LENGTH + SECRET_LENGTH + CHECKSUM_LENGTH;

/** Keys for real money and those for the sandbox: neither is taken for the other, not even by a person. */
export type ApiKeyMode = 'live' | 'test';

/** A new key, as it is shown once, and what is kept of it. */
export interface NewApiKey {
  key: string;
  prefix: string;
  hash: Buffer;
}

/**
 * A new API key: `rk_live_`, 12 characters that name it, 43 random ones, and a checksum of all that, by which a typo – and
 * what a scanner for secrets has taken for a key – is told without asking anybody.
 */
export function newApiKey(mode: ApiKeyMode): NewApiKey {
  const text = `rk_${mode}_${randomDigits(ID_LENGTH + SECRET_LENGTH)}`;
  const key = text + checksumOf(text);
  return { key, prefix: text.slice(0, PREFIX_LENGTH), hash: hashOfKey(key) };
}

/** The public part of a key, by which it is found; undefined for what is no key of this mode, or has been mistyped. */
export function prefixOfKey(key: string, mode: ApiKeyMode): string | undefined {
  if (key.length !== WHOLE_LENGTH || !key.startsWith(`rk_${mode}_`) || !SHAPE.test(key)) return undefined;
  if (checksumOf(key.slice(0, -CHECKSUM_LENGTH)) !== key.slice(-CHECKSUM_LENGTH)) return undefined;
  return key.slice(0, PREFIX_LENGTH);
}

/**
 * What is kept of a key. A password needs a slow hash, because it can be guessed from it; here are 256 random bits, which
 * nobody guesses however fast the hash is, and which are hashed at each request.
 */
export function hashOfKey(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}

function randomDigits(length: number): string {
  return Array.from({ length }, () => DIGITS[randomInt(DIGITS.length)]).join('');
}

function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  while (digits.length < CHECKSUM_LENGTH) {
    digits = `${DIGITS[rest % DIGITS.length]}${digits}`;
    rest = Math.floor(rest / DIGITS.length);
  }
  return digits;
}
