import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Clock, nextTry, PAUSES, Random } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import { Database, firstRow, messageOf, rows, sql } from '#database';
import { HOUR_MS, MINUTE_MS } from '#dates';
import { Events } from '#events';
import { Sweep } from '#jobs';
import { Storage } from '#storage';
import { removeFiles } from '../file-removals.js';
import { Archive } from './archive.js';
import { expire, failed, fileOf, finish, giveUp, takeDue, type DueExport, type ExportTry } from './exports.queries.js';

export const MAKE_SWEEP = 'exports.make';
const BATCH = 50;
/** Longer than an export takes: one that a process took and did not finish is due again after it. */
export const LEASE_MS = 15 * MINUTE_MS;

/** Makes exports that were asked for, and ends them when their time is over. */
@Injectable()
export class ExportDeadlines {
  readonly #logger = new Logger('Exports');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly archive: Archive,
    private readonly storage: Storage,
    private readonly events: Events,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  /** Makes the next one; how many that were. */
  @Sweep({ name: MAKE_SWEEP })
  async makeDue(): Promise<number> {
    const now = this.clock.now();
    const due = await this.#take(now);
    if (!due) return 0;
    try {
      await this.#finish(due, await this.archive.write(fileOf(due), due.userId, now));
    } catch (error) {
      await this.#failed(due, error);
    }
    return 1;
  }

  /** Ends a batch of those whose links have expired; their files go after that. */
  @Sweep({ name: 'exports.expire' })
  async expireDue(): Promise<number> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const over = await rows(tx, expire(now, BATCH));
      await removeFilesOf(tx, over, now);
      return over.length;
    });
  }

  /** Takes the next one. The try before may have died with its file written; one that is still at it removes its own. */
  async #take(now: Date): Promise<DueExport | undefined> {
    const until = new Date(now.getTime() + LEASE_MS);
    return this.database.transaction(async (tx) => {
      const over = await rows(tx, giveUp(now, this.config.jobs.tries));
      for (const { id } of over) this.#logger.warn(`export ${id} was never finished, given up`);
      const due = await firstRow(tx, takeDue(now, until));
      const before = due ? [{ ...due, attempts: due.attempts - 1 }] : [];
      await removeFilesOf(tx, [...over, ...before], until);
      return due && { ...due };
    });
  }

  async #finish(due: DueExport, bytes: number): Promise<void> {
    const { id, userId } = due;
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + this.config.privacy.exportHours * HOUR_MS);
    const isWanted = await this.database.transaction(async (tx) => {
      const finished = await firstRow(tx, finish(due, bytes, now, expiresAt));
      if (finished) await this.events.publish(tx, 'account.export_ready', userId, { userId, exportId: id });
      return finished !== undefined;
    });
    // Its owner was erased meanwhile; or another process has begun to make it, with a file of its own.
    if (!isWanted) await this.storage.remove(fileOf(due));
  }

  async #failed(due: DueExport, error: unknown): Promise<void> {
    const { id, attempts } = due;
    const now = this.clock.now();
    const reason = messageOf(error);
    const next = attempts < this.config.jobs.tries ? nextTry(now, attempts, this.random.next(), PAUSES.mail) : null;
    this.#logger.warn(`export ${id} was not made at try ${attempts}${next ? '' : ', given up'}: ${reason}`);
    await this.database.transaction(async (tx) => {
      const isMine = await firstRow(tx, failed(due, reason, next));
      if (isMine) await removeFilesOf(tx, [due], now);
    });
  }
}

async function removeFilesOf(tx: EntityManager, tries: readonly ExportTry[], from: Date): Promise<void> {
  if (tries.length > 0) await rows(tx, removeFiles(sql`SELECT unnest(${tries.map(fileOf)}::text[])`, from));
}
