import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { namedBytes, namedToken, namedTokenLike } from '../named-token.js';

/** Of the 32 bytes with which a token goes on behind its name: the first half is its secret, the other seals it. */
const SECRET_BYTES = 16;

/** The first refresh token of a session: 128 random bits, sealed. */
export function newRefreshToken(sessionId: string, key: Buffer): string {
  return sealed(namedToken(sessionId, randomBytes(2 * SECRET_BYTES)), key);
}

/**
 * The refresh token that follows on another: a keyed hash of it, so that two requests that come with the same token at the
 * same moment get the same next one, although only hashes are stored; and so that nobody makes it without the key.
 */
export function nextRefreshToken(token: string, key: Buffer): string {
  return sealed(namedTokenLike(token, createHmac('sha256', key).update(token).digest()), key);
}

/**
 * Whether we gave a token out, be it long ago: its seal says so without a list of them all. The session that it names is no
 * secret, and so says nothing. Tokens from before there were seals are known only while they are the last or the last but
 * one of their session.
 */
export function wasGivenOut(token: string, keys: readonly Buffer[]): boolean {
  const bytes = namedBytes(token);
  return keys.some((key) => timingSafeEqual(sealOf(bytes, key), bytes.subarray(-SECRET_BYTES)));
}

function sealed(token: string, key: Buffer): string {
  const bytes = namedBytes(token);
  return Buffer.concat([bytes.subarray(0, -SECRET_BYTES), sealOf(bytes, key)]).toString('base64url');
}

/** Of the name and the secret. What is hashed here has another length than a token: no seal is a next token. */
function sealOf(bytes: Buffer, key: Buffer): Buffer {
  return createHmac('sha256', key).update(bytes.subarray(0, -SECRET_BYTES)).digest().subarray(0, SECRET_BYTES);
}
