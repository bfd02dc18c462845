import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit } from '#audit';
import type { Principal } from '#auth';
import { Clock, newId } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import type { ExportDto } from '#contracts/privacy.dto.js';
import { Database, firstRow, onCommit } from '#database';
import { DAY_MS } from '#dates';
import { TooManyRequests, Unauthenticated } from '#http';
import { JobRunner } from '#jobs';
import { MAKE_SWEEP } from './exports.events.js';
import { earliestOfLast, exportOf, insertExport, pendingExport } from './exports.queries.js';

/** Exports that people ask for. */
@Injectable()
export class NewExports {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: JobRunner,
    private readonly audit: Audit,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  /** Has an export made; while one is being made, it is that one. @throws TooManyRequests */
  async request(user: Principal): Promise<ExportDto> {
    const { id } = await this.database.transaction(async (tx) => {
      const pending = await firstRow(tx, pendingExport(user.id));
      if (pending) return { id: pending.id };
      await this.#assertNotTooMany(tx, user.id);
      const made = await firstRow(tx, insertExport(newId(), user.id, this.clock.now()));
      // Another request of theirs was faster.
      if (!made) return { id: (await firstRow(tx, pendingExport(user.id)))?.id ?? newId() };
      await this.audit.record(tx, { action: 'user.export_requested', subject: user.id, after: { exportId: made.id } });
      onCommit(tx, () => this.jobs.nudge(MAKE_SWEEP));
      return { id: made.id };
    });
    const found = await this.database.firstRow(exportOf(user.id, id));
    if (!found) throw new Unauthenticated('The account has been erased.');
    return found;
  }

  async #assertNotTooMany(tx: EntityManager, userId: string): Promise<void> {
    const most = this.config.privacy.exportsPerDay;
    const earliest = await firstRow(tx, earliestOfLast(userId, most));
    const waitMs = earliest ? earliest.createdAt.getTime() + DAY_MS - this.clock.now().getTime() : 0;
    if (waitMs <= 0) return;
    throw new TooManyRequests(`At most ${most} exports in 24 hours.`, {
      retryAfterSeconds: Math.ceil(waitMs / 1000),
    });
  }
}
