import { createHash, randomBytes } from 'node:crypto';

const ID_BYTES = 16;
const SECRET_BYTES = 32;

/**
 * A new token of something that has an id: 16 bytes that name it, 32 random ones, in base64url. The name lets its row be
 * found without a search by the token, which is stored as a hash; it is no secret.
 */
export function newNamedToken(id: string): string {
  return namedToken(id, randomBytes(SECRET_BYTES));
}

/** The token that names `id`, with a secret of 32 bytes. */
export function namedToken(id: string, secret: Uint8Array): string {
  return join(Buffer.from(id.replaceAll('-', ''), 'hex'), secret);
}

/** The token that names the same thing as another, with a secret of 32 bytes. */
export function namedTokenLike(token: string, secret: Uint8Array): string {
  return join(namedBytes(token).subarray(0, ID_BYTES), secret);
}

/** What a token of ours is made of: 16 bytes of its name and 32 behind them. */
export function namedBytes(token: string): Buffer {
  return Buffer.from(token, 'base64url');
}

/** The id that a token bears; undefined for what is no token of ours. */
export function idIn(token: string): string | undefined {
  const bytes = namedBytes(token);
  // Base64 has more than one spelling of the same bytes; only ours is the token.
  if (bytes.length !== ID_BYTES + SECRET_BYTES || bytes.toString('base64url') !== token) return undefined;
  const hex = bytes.toString('hex', 0, ID_BYTES);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** What is stored of a token. It has 256 random bits: a fast hash will do. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function join(id: Uint8Array, secret: Uint8Array): string {
  return Buffer.concat([id, secret]).toString('base64url');
}
