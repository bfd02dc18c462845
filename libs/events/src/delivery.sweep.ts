import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Clock, Random } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import { Database, firstRow, isUnavailable, messageOf, rows, sql } from '#database';
import { afterFailure, Sweep, type Tries } from '#jobs';
import type { DomainEvent } from './event.js';
import { Subscribers } from './subscribers.js';

export const DELIVER_SWEEP = 'events.deliver';

interface DueDelivery extends DomainEvent, Tries {
  handler: string;
}

/**
 * Delivers the facts that are due, the oldest first, one transaction each; several workers share them out. A handler
 * hears of the facts about one subject in the order of their ids: while one of them waits for another try, those behind it
 * wait too. A parked one no longer holds up the others, and is heard of late when it is replayed.
 */
@Injectable()
export class DeliverySweep {
  readonly #logger = new Logger('Events');

  constructor(
    @Inject(CONFIG) private readonly config: AppConfig,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly subscribers: Subscribers,
  ) {}

  @Sweep({ name: DELIVER_SWEEP })
  async deliverNext(): Promise<number> {
    let due: DueDelivery | undefined;
    try {
      return await this.database.transaction(async (tx) => {
        due = undefined;
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

  /**
   * The next due delivery that no other process is at, and that is its handler's first of its subject. While two
   * releases run side by side, those for handlers that only the other one has are left to it.
   */
  async #take(tx: EntityManager): Promise<DueDelivery | undefined> {
    return firstRow(
      tx,
      sql<DueDelivery>`
        SELECT d.handler, d.attempts, d.outages, e.id, e.type, e.subject_id AS "subjectId", e.payload, e.created_at AS "createdAt"
        FROM event_deliveries d
        JOIN events e ON e.id = d.event_id
        WHERE d.due_at <= ${this.clock.now()}
          AND d.handler = ANY(${this.subscribers.names()}::text[])
          -- One that another process is at counts as waiting until it has been committed.
          AND NOT EXISTS (
            SELECT
            FROM events earlier
            JOIN event_deliveries waiting ON waiting.event_id = earlier.id
            WHERE earlier.subject_id = e.subject_id
              AND earlier.id < e.id
              AND waiting.handler = d.handler
              AND waiting.due_at IS NOT NULL)
        ORDER BY d.due_at, d.event_id
        FOR UPDATE OF d SKIP LOCKED
        LIMIT 1`,
    );
  }

  async #handle(
    tx: EntityManager,
    { handler, attempts: _attempts, outages: _outages, ...event }: DueDelivery,
  ): Promise<void> {
    await this.subscribers.handler(handler)(tx, event);
    await tx.flush();
    await rows(
      tx,
      sql`
        UPDATE event_deliveries
        SET handled_at = ${this.clock.now()}, due_at = NULL, last_error = NULL
        WHERE event_id = ${event.id}
          AND handler = ${handler}`,
    );
  }

  /**
   * A handler that failed is tried again later, and parked after its last try: it must not hold up the others. When it was
   * the database that could not serve it, that is no try of the handler's (`afterFailure`). What waits behind it is put off
   * as long, so that it is not looked at in vain again and again, before all that is due.
   */
  async #postpone(due: DueDelivery, error: unknown): Promise<void> {
    const isOutage = isUnavailable(error);
    const judged = { isOutage, now: this.clock.now(), random: this.random.next(), tries: this.config.jobs.tries };
    const { attempts, outages, dueAt } = afterFailure(due, judged);
    const told = { event: due.id, handler: due.handler, attempts, outages, parked: dueAt === null };
    if (isOutage)
      this.#logger.warn({ ...told, reason: messageOf(error) }, 'the database could not serve an event handler');
    else this.#logger.error({ ...told, err: error }, 'event handler failed');
    await this.database.rows(sql`
      WITH failed AS (
        UPDATE event_deliveries
        SET attempts = ${attempts},
            outages = ${outages},
            due_at = ${dueAt},
            last_error = ${messageOf(error)}
        WHERE event_id = ${due.id}
          AND handler = ${due.handler}
          AND handled_at IS NULL
        RETURNING due_at)
      UPDATE event_deliveries behind
      SET due_at = failed.due_at
      FROM failed, events e
      WHERE e.subject_id = ${due.subjectId}
        AND e.id > ${due.id}
        AND behind.event_id = e.id
        AND behind.handler = ${due.handler}
        AND behind.due_at < failed.due_at`);
  }
}
