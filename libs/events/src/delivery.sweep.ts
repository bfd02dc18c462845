import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { backoffMs, Clock, Random } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import { Database, firstRow, rows, sql } from '#database';
import { Sweep } from '#jobs';
import { storableMessage } from './storable-message.js';
import type { DomainEvent } from './event.js';
import { Subscribers } from './subscribers.js';

export const DELIVER_SWEEP = 'events.deliver';

interface DueDelivery extends DomainEvent {
  handler: string;
  attempts: number;
}

/**
 * Delivers the facts that are due, the oldest first, one transaction each. Several workers share them out, and one that
 * failed comes again later: a handler reads how things stand now, and does not count on the order.
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
   * The next due delivery that no other process is at. While two releases run side by side, those for handlers that
   * only the other one has are left to it.
   */
  async #take(tx: EntityManager): Promise<DueDelivery | undefined> {
    return firstRow(
      tx,
      sql<DueDelivery>`
        SELECT d.handler, d.attempts, e.id, e.type, e.subject_id AS "subjectId", e.payload, e.created_at AS "createdAt"
        FROM event_deliveries d
        JOIN events e ON e.id = d.event_id
        WHERE d.due_at <= ${this.clock.now()}
          AND d.handler = ANY(${this.subscribers.names()}::text[])
        ORDER BY d.due_at, d.event_id
        FOR UPDATE OF d SKIP LOCKED
        LIMIT 1`,
    );
  }

  async #handle(tx: EntityManager, { handler, attempts: _, ...event }: DueDelivery): Promise<void> {
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

  /** A handler that failed is tried again later, and parked after its last try: it must not hold up the others. */
  async #postpone(due: DueDelivery, error: unknown): Promise<void> {
    const attempts = due.attempts + 1;
    const parked = attempts >= this.config.jobs.tries;
    const next = new Date(this.clock.now().getTime() + backoffMs(attempts, this.random.next()));
    this.#logger.error({ err: error, event: due.id, handler: due.handler, attempts, parked }, 'event handler failed');
    await this.database.rows(sql`
      UPDATE event_deliveries
      SET attempts = ${attempts},
          due_at = ${parked ? null : next},
          last_error = ${storableMessage(error)}
      WHERE event_id = ${due.id}
        AND handler = ${due.handler}
        AND handled_at IS NULL`);
  }
}
