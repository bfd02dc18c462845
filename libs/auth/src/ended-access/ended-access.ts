import type { Principal } from '../principal.js';

/** Whose access tokens do not count any more, though their time is not over. */
export interface AccessEnd {
  /** a session or a user */
  subject: string;
  /** of two that are said of one subject, the higher is the later */
  number: number;
  /** tokens of this access version count all the same; null when none does */
  leastVersion: number | null;
}

/** What a token says of the access that it gives. */
export type Access = Pick<Principal, 'id' | 'sessionId' | 'accessVersion'>;

/** The access that has ended of late, in memory: as much of it as there may still be tokens of. */
export class EndedAccess {
  /** In the order in which they were noted: the oldest first. */
  readonly #ends = new Map<string, { number: number; leastVersion: number; notedAt: number }>();

  /** @param keptMs the life of an access token, and by how much clocks may differ */
  constructor(private readonly keptMs: number) {}

  /** Takes in what is said, in whatever order it comes. @param now in milliseconds */
  note({ subject, number, leastVersion }: AccessEnd, now: number): void {
    const known = this.#ends.get(subject);
    if (known && known.number >= number) return;
    this.#ends.delete(subject);
    this.#ends.set(subject, { number, leastVersion: leastVersion ?? Infinity, notedAt: now });
    this.#forget(now - this.keptMs);
  }

  /** Whether the token's session or user is among them. */
  covers({ id, sessionId, accessVersion }: Access): boolean {
    return this.#covers(sessionId, accessVersion) || this.#covers(id, accessVersion);
  }

  get size(): number {
    return this.#ends.size;
  }

  #covers(subject: string, accessVersion: number): boolean {
    const end = this.#ends.get(subject);
    return end !== undefined && accessVersion < end.leastVersion;
  }

  #forget(before: number): void {
    for (const [subject, { notedAt }] of this.#ends) {
      if (notedAt >= before) return;
      this.#ends.delete(subject);
    }
  }
}
