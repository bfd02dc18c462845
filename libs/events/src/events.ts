import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Clock, newId } from '#clock';
import type { EventCatalogue, EventType } from '#contracts/events.js';
import { onCommit, rows, sql } from '#database';
import { JobRunner } from '#jobs';
import { DELIVER_SWEEP } from './delivery.sweep.js';
import { Subscribers } from './subscribers.js';

/** The outbox: facts are written in the transaction that makes them true, and delivered after it. */
@Injectable()
export class Events {
  constructor(
    private readonly clock: Clock,
    private readonly subscribers: Subscribers,
    private readonly jobs: JobRunner,
  ) {}

  /** Writes a fact about `subjectId`, and one delivery for each of its handlers, into the open transaction. */
  async publish<Type extends EventType>(
    tx: EntityManager,
    type: Type,
    subjectId: string,
    payload: EventCatalogue[Type],
  ): Promise<void> {
    const now = this.clock.now();
    await tx.flush();
    await rows(
      tx,
      sql`
        WITH event AS (
          INSERT INTO events (id, type, subject_id, payload, created_at)
          VALUES (${newId()}, ${type}, ${subjectId}, ${JSON.stringify(payload)}::jsonb, ${now})
          RETURNING id)
        INSERT INTO event_deliveries (event_id, handler, due_at)
        SELECT event.id, handler, ${now}
        FROM event, unnest(${this.subscribers.namesFor(type)}::text[]) AS handler`,
    );
    onCommit(tx, () => this.jobs.nudge(DELIVER_SWEEP));
  }
}
