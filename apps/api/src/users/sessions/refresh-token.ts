import { createHmac } from 'node:crypto';
import { namedTokenLike } from '../named-token.js';

/**
 * The refresh token that follows on another: a keyed hash of it, so that two requests that come with the same token at the
 * same moment get the same next one, although only hashes are stored; and so that nobody makes it without the key. Tokens
 * name their session: one that was used long ago is known for what it is, without keeping them all.
 */
export function nextRefreshToken(token: string, key: Buffer): string {
  return namedTokenLike(token, createHmac('sha256', key).update(token).digest());
}
