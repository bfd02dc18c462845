import type pg from 'pg';
import { databaseFailure } from '#database';
import type { City } from '../reading/city.js';
import type { ImportProgress } from './progress.js';
import type { Rejects } from './rejects.js';
import type { Tally } from './report.js';

/** One import under way: what all its steps share. */
export interface ImportRun {
  /** the one with the temporary tables */
  readonly client: pg.Client;
  /** others, for what can be written side by side */
  readonly writers: readonly pg.Client[];
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

/**
 * Writes batches while the next ones are being read: as many at once as there are connections. Two of them and the parser
 * keep two cores busy.
 */
export class Writers {
  readonly #free: pg.Client[];
  readonly #writing = new Set<Promise<void>>();

  constructor(clients: readonly pg.Client[]) {
    this.#free = [...clients];
  }

  /** Waits for a connection, and begins to write. @throws what an earlier writing threw */
  async begin(write: (client: pg.Client) => Promise<void>): Promise<void> {
    const client = await this.#nextFree();
    const writing: Promise<void> = write(client).then(() => {
      this.#writing.delete(writing);
      this.#free.push(client);
    });
    this.#writing.add(writing);
    // Who waits next hears of a failure; until then it is not an unhandled one.
    writing.catch(() => undefined);
  }

  /** Waits for all of them. */
  async end(): Promise<void> {
    await Promise.all(this.#writing);
  }

  async #nextFree(): Promise<pg.Client> {
    for (;;) {
      const client = this.#free.pop();
      if (client) return client;
      await Promise.race(this.#writing);
    }
  }
}
