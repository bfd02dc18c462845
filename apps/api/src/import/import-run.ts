import type pg from 'pg';
import { databaseFailure } from '#database';
import type { City } from './city.js';
import type { ImportProgress } from './progress.js';
import type { Rejects } from './rejects.js';
import type { Tally } from './report.js';

/** One import under way: what all its steps share. */
export interface ImportRun {
  readonly client: pg.Client;
  readonly city: City;
  /** by how many days the snapshot is moved; whole weeks */
  readonly shiftDays: number;
  readonly now: Date;
  readonly rejects: Rejects;
  readonly tally: Tally;
  readonly progress: ImportProgress;
}

const MAX_ATTEMPTS = 5;
const DEADLOCKS = new Set(['40001', '40P01']);

/** One transaction, run again as a whole when it lost to another by a deadlock. */
export async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    await client.query('BEGIN');
    try {
      const result = await work();
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK');
      if (attempt === MAX_ATTEMPTS || !DEADLOCKS.has(databaseFailure(error)?.code ?? '')) throw error;
    }
  }
}

/** Writes one batch while the next is being read: PostgreSQL and the parser have a core each. */
export class OneBehind {
  #writing: Promise<void> = Promise.resolve();

  /** Waits for the batch before, and begins with this one. */
  async begin(write: () => Promise<void>): Promise<void> {
    await this.#writing;
    this.#writing = write();
    // Who waits for it next hears of its failure; until then it is not an unhandled one.
    this.#writing.catch(() => undefined);
  }

  /** Waits for the last one. */
  async end(): Promise<void> {
    await this.#writing;
  }
}
