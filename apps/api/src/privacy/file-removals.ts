import { Injectable } from '@nestjs/common';
import type { RawBuilder } from 'kysely';
import { Clock } from '#clock';
import { Database, sql } from '#database';
import { MINUTE_MS } from '#dates';
import { Sweep } from '#jobs';
import { Storage } from '#storage';

const BATCH = 50;
/** Longer than removing a batch can take: what a process has taken and not removed is taken again after it. */
const LEASE_MS = 5 * MINUTE_MS;

/** Notes files as to be removed once the transaction has committed, or later. @param names SELECT of `name` */
export function removeFiles(names: RawBuilder<{ name: string }>, from: Date): RawBuilder<unknown> {
  return sql`
    INSERT INTO file_removals (name, removable_at)
    SELECT name, ${from}
    FROM (${names}) AS unneeded (name)
    ON CONFLICT (name) DO UPDATE
    SET removable_at = greatest(file_removals.removable_at, excluded.removable_at)`;
}

/** Removes files that a transaction has noted: outside of it, and again after a crash. */
@Injectable()
export class FileRemovals {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly storage: Storage,
  ) {}

  /** Removes a batch; how many files that were. */
  @Sweep({ name: 'files.remove' })
  async removeDue(): Promise<number> {
    const now = this.clock.now();
    const due = await this.database.rows(sql<{ name: string }>`
      UPDATE file_removals
      SET removable_at = ${new Date(now.getTime() + LEASE_MS)}
      WHERE name IN (
        SELECT name
        FROM file_removals
        WHERE removable_at <= ${now}
        ORDER BY removable_at
        LIMIT ${BATCH}
        FOR UPDATE SKIP LOCKED)
      RETURNING name`);
    const names = due.map(({ name }) => name);
    await Promise.all(names.map((name) => this.storage.remove(name)));
    await this.database.rows(sql`DELETE FROM file_removals WHERE name = ANY(${names}::text[])`);
    return names.length;
  }
}
