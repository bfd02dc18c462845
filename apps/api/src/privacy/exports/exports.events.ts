import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock, nextTry, PAUSES, Random } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import { Database, firstRow, messageOf, rows, sql } from '#database';
import { HOUR_MS, MINUTE_MS } from '#dates';
import { Events } from '#events';
import { Sweep } from '#jobs';
import { Storage } from '#storage';
import { removeFiles } from '../file-removals.js';
import { Archive } from './archive.js';
import { expire, failed, fileOf, finish, takeDue, type DueExport } from './exports.queries.js';

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
    const due = await this.database.firstRow(takeDue(now, new Date(now.getTime() + LEASE_MS)));
    if (!due) return 0;
    try {
      await this.#finish(due, await this.archive.write(fileOf(due.id), due.userId, now));
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
      const names = over.map(({ id }) => fileOf(id));
      await rows(tx, removeFiles(sql`SELECT unnest(${names}::text[])`, now));
      return over.length;
    });
  }

  async #finish({ id, userId }: DueExport, bytes: number): Promise<void> {
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + this.config.privacy.exportHours * HOUR_MS);
    const isWanted = await this.database.transaction(async (tx) => {
      const finished = await firstRow(tx, finish(id, bytes, now, expiresAt));
      if (finished) await this.events.publish(tx, 'account.export_ready', userId, { userId, exportId: id });
      return finished !== undefined;
    });
    // Its owner was erased meanwhile; or another process has finished it, with the same file.
    if (!isWanted) await this.#removeOrphan(id);
  }

  async #removeOrphan(id: string): Promise<void> {
    const found = await this.database.firstRow(sql`SELECT FROM data_exports WHERE id = ${id}::uuid`);
    if (!found) await this.storage.remove(fileOf(id));
  }

  async #failed({ id, attempts }: DueExport, error: unknown): Promise<void> {
    const reason = messageOf(error);
    const next =
      attempts < this.config.jobs.tries ? nextTry(this.clock.now(), attempts, this.random.next(), PAUSES.mail) : null;
    this.#logger.warn(`export ${id} was not made at try ${attempts}${next ? '' : ', given up'}: ${reason}`);
    await this.database.rows(failed(id, reason, next));
  }
}
