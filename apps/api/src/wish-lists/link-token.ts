import { createHash } from 'node:crypto';

/** What is kept of a link's token. It has 256 random bits: a fast hash will do. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
