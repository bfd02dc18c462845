import { Injectable, Logger } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';
import { Clock } from '#clock';
import { Database, messageOf, sql } from '#database';

interface Waiting {
  kind: string;
  parked: number;
  /** when the one that has waited longest was due */
  dueSince: Date | null;
}

/**
 * How much waits to be delivered, sent and applied, and what was given up or has failed for good: read from its partial
 * indexes when asked.
 */
@Injectable()
export class Backlog {
  readonly #logger = new Logger('Metrics');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Adds `roost_parked` and `roost_overdue_seconds` to what Prometheus is told. */
  registerIn(registry: Registry): void {
    const common = { labelNames: ['kind'] as const, registers: [registry] };
    const overdue = new Gauge({
      ...common,
      name: 'roost_overdue_seconds',
      help: 'For how long the oldest event, mail or event of Stripe has been due, 0 when none is',
    });
    const parked: Gauge<'kind'> = new Gauge({
      ...common,
      name: 'roost_parked',
      help: 'Events, mails, events of Stripe and refunds that failed for good and wait for a person: npm run parked',
      collect: () => this.#collect(parked, overdue),
    });
  }

  /** Without the database there is nothing to be told, and the other numbers are wanted all the more. */
  async #collect(parked: Gauge<'kind'>, overdue: Gauge<'kind'>): Promise<void> {
    const now = this.clock.now().getTime();
    try {
      for (const each of await this.#read()) {
        parked.set({ kind: each.kind }, each.parked);
        const overdueMs = each.dueSince === null ? 0 : now - each.dueSince.getTime();
        overdue.set({ kind: each.kind }, Math.max(0, overdueMs) / 1000);
      }
    } catch (error) {
      this.#logger.warn(`no backlog: ${messageOf(error)}`);
      parked.reset();
      overdue.reset();
    }
  }

  async #read(): Promise<Waiting[]> {
    return this.database.rows(sql<Waiting>`
      SELECT 'event' AS kind,
        (SELECT count(*) FROM event_deliveries WHERE handled_at IS NULL AND due_at IS NULL) AS parked,
        (SELECT min(due_at) FROM event_deliveries WHERE due_at IS NOT NULL) AS "dueSince"
      UNION ALL
      SELECT 'mail',
        (SELECT count(*) FROM mails WHERE sent_at IS NULL AND due_at IS NULL),
        (SELECT min(due_at) FROM mails WHERE due_at IS NOT NULL)
      UNION ALL
      SELECT 'stripe_event',
        (SELECT count(*) FROM stripe_events WHERE applied_at IS NULL AND retry_at IS NULL),
        (SELECT min(retry_at) FROM stripe_events WHERE retry_at IS NOT NULL)
      UNION ALL
      SELECT 'refund', (SELECT count(*) FROM refunds WHERE status = 'failed' AND NOT seen_to), NULL`);
  }
}
