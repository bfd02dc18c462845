import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Clock } from '#clock';
import { Database, firstRow, rows, sql } from '#database';
import { Sweep } from '#jobs';
import { retryAt } from './backoff.js';
import type { DomainEvent } from './event.js';
import { Subscribers } from './subscribers.js';

export const DELIVER_SWEEP = 'events.deliver';
const MAX_ATTEMPTS = 8;

interface DueDelivery extends DomainEvent {
  handler: string;
  attempts: number;
}

/** Delivers the facts that are due, one transaction each, in order. */
@Injectable()
export class DeliverySweep {
  readonly #logger = new Logger('Events');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly subscribers: Subscribers,
  ) {}

  @Sweep({ name: DELIVER_SWEEP })
  async deliverNext(): Promise<number> {
    let due: DueDelivery | undefined;
    try {
      return await this.database.transaction(async (tx) => {
        due = await this.#take(tx);
        if (!due) return 0;
        await this.#handle(tx, due);
        return 1;
      });
    } catch (error) {
      if (!due) throw error;
      await this.#postpone(due, error);
      return 1;
    }
  }

  /** The next due delivery that no other process is at. */
  async #take(tx: EntityManager): Promise<DueDelivery | undefined> {
    return firstRow(
      tx,
      sql<DueDelivery>`
        SELECT d.handler, d.attempts, e.id, e.type, e.subject_id AS "subjectId", e.payload, e.created_at AS "createdAt"
        FROM event_deliveries d
        JOIN events e ON e.id = d.event_id
        WHERE d.due_at <= ${this.clock.now()}
        ORDER BY d.due_at, d.event_id
        FOR UPDATE OF d SKIP LOCKED
        LIMIT 1`,
    );
  }

  async #handle(tx: EntityManager, due: DueDelivery): Promise<void> {
    const handler = this.subscribers.handler(due.handler);
    if (!handler) throw new Error(`this release has no handler ${due.handler}`);
    await handler(tx, due);
    await tx.flush();
    await rows(
      tx,
      sql`
        UPDATE event_deliveries
        SET handled_at = ${this.clock.now()}, due_at = NULL, last_error = NULL
        WHERE event_id = ${due.id}
          AND handler = ${due.handler}`,
    );
  }

  /** A handler that failed is tried again later, and parked after its last try: it must not hold up the others. */
  async #postpone(due: DueDelivery, error: unknown): Promise<void> {
    const attempts = due.attempts + 1;
    const parked = attempts >= MAX_ATTEMPTS;
    this.#logger.error({ err: error, event: due.id, handler: due.handler, attempts, parked }, 'event handler failed');
    await this.database.rows(sql`
      UPDATE event_deliveries
      SET attempts = ${attempts},
          due_at = ${parked ? null : retryAt(this.clock.now(), attempts)},
          last_error = ${error instanceof Error ? error.message : String(error)}
      WHERE event_id = ${due.id}
        AND handler = ${due.handler}
        AND handled_at IS NULL`);
  }
}
