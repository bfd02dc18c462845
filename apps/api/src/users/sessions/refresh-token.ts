import { createHash, createHmac, randomBytes } from 'node:crypto';

const ID_BYTES = 16;
const SECRET_BYTES = 32;

/**
 * A new refresh token of a session: 16 bytes that name the session, 32 random ones, in base64url. The name lets a token
 * that was used long ago be known for what it is, without keeping them all; it is no secret (access tokens say it too).
 */
export function newRefreshToken(sessionId: string): string {
  return tokenOf(idBytes(sessionId), randomBytes(SECRET_BYTES));
}

/**
 * The token that follows on another: a keyed hash of it, so that two requests that come with the same token at the same
 * moment get the same next one, although only hashes are stored; and so that nobody makes it without the key.
 */
export function nextRefreshToken(token: string, key: Buffer): string {
  const secret = createHmac('sha256', key).update(token).digest();
  return tokenOf(Buffer.from(token, 'base64url').subarray(0, ID_BYTES), secret);
}

/** The id of the session whose name a token bears; undefined for what is no token of ours. */
export function sessionIdOf(token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64url');
  // Base64 has more than one spelling of the same bytes; only ours is the token.
  if (bytes.length !== ID_BYTES + SECRET_BYTES || bytes.toString('base64url') !== token) return undefined;
  const hex = bytes.toString('hex', 0, ID_BYTES);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** What is stored of a token. It has 256 random bits: a fast hash will do. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function tokenOf(id: Uint8Array, secret: Uint8Array): string {
  return Buffer.concat([id, secret]).toString('base64url');
}

function idBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}
