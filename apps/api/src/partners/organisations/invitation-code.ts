import { createHash } from 'node:crypto';

/** What is kept of the code in a letter. It has 256 random bits: a fast hash will do. */
export function hashOfCode(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
