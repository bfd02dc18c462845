import { createHash } from 'node:crypto';

/** An entry as it is hashed: every field as text, in this order. */
export interface ChainedEntry {
  number: string;
  previousHash: string;
  hash: string;
  /** what comes behind number and previous hash */
  fields: (string | null)[];
}

/** What is before the first. */
const NO_HASH = '00'.repeat(32);

/**
 * Follows the chain of the audit log, an entry at a time, without trusting anything in the database but what it reads. The
 * text of an entry is its fields as netstrings (`3:abc,`), `-,` for what is NULL; its hash is the SHA-256 of that.
 */
export class Chain {
  #length = 0n;
  #head = NO_HASH;

  /** The hash of the last entry. */
  get head(): string {
    return this.#head;
  }

  get length(): bigint {
    return this.#length;
  }

  /** Takes the next entry; says what is wrong with it, or undefined. After a fault nothing more can be said. */
  follow(entry: ChainedEntry): string | undefined {
    const expected = this.#length + 1n;
    const fault = this.#faultOf(entry, expected);
    this.#length = expected;
    this.#head = entry.hash;
    return fault;
  }

  #faultOf({ number, previousHash, hash, fields }: ChainedEntry, expected: bigint): string | undefined {
    if (number !== String(expected)) {
      return BigInt(number) > expected
        ? `entry ${expected} is missing: entry ${number} comes in its place`
        : `entry ${number} is there more than once`;
    }
    if (hashOf([number, previousHash, ...fields]) !== hash)
      return `entry ${number} is not what it was when it was written`;
    if (previousHash !== this.#head) return `entry ${number} does not follow the entry before it`;
    return undefined;
  }
}

function hashOf(fields: readonly (string | null)[]): string {
  const text = fields.map((field) => (field === null ? '-,' : `${Buffer.byteLength(field)}:${field},`)).join('');
  return createHash('sha256').update(text).digest('hex');
}
