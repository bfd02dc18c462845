import { Database, sql } from '#database';
import type { Tries } from '#jobs';

/** A webhook that has been stored: what is needed in order to apply it. */
export interface StoredEvent extends Tries {
  id: string;
  type: string;
  /** the PaymentIntent that it is about, if any */
  intentId: string | null;
  /** our payment's id, as the PaymentIntent carries it */
  paymentId: string | null;
}

/** An event as Stripe has sent it. */
export interface ReceivedEvent {
  id: string;
  type: string;
  /** the body, to the letter */
  text: string;
}

/** Stores a webhook to be applied; a second delivery of the same changes nothing. */
export async function storeEvent(database: Database, { id, type, text }: ReceivedEvent, now: Date): Promise<void> {
  await database.rows(sql`
    INSERT INTO stripe_events (id, type, payload, received_at, retry_at)
    VALUES (${id}, ${type}, ${text}::jsonb, ${now}, ${now})
    ON CONFLICT (id) DO NOTHING`);
}

/** Stores a webhook that cannot be applied, as the text that it is, for people to look at. */
export async function parkEvent(
  database: Database,
  { id, type, text }: ReceivedEvent,
  reason: string,
  now: Date,
): Promise<void> {
  await database.rows(sql`
    INSERT INTO stripe_events (id, type, unreadable, received_at, last_error)
    VALUES (${id}, ${type}, ${text}, ${now}, ${reason})
    ON CONFLICT (id) DO NOTHING`);
}

/**
 * Takes up to `limit` events that are due, in order of arrival, and keeps them from others until `leasedUntil`. Each
 * counts as tried at once, for one that ends the process must not be tried for ever.
 */
export async function takeDueEvents(
  database: Database,
  now: Date,
  leasedUntil: Date,
  limit: number,
): Promise<StoredEvent[]> {
  return database.rows(sql<StoredEvent>`
    UPDATE stripe_events
    SET retry_at = ${leasedUntil}, attempts = attempts + 1
    WHERE id IN (
      SELECT id
      FROM stripe_events
      WHERE retry_at <= ${now}
      ORDER BY retry_at, received_at
      LIMIT ${limit}
      FOR UPDATE SKIP LOCKED)
    RETURNING id, type, attempts, outages,
      CASE payload #>> '{data,object,object}'
        WHEN 'payment_intent' THEN payload #>> '{data,object,id}'
        ELSE payload #>> '{data,object,payment_intent}' END AS "intentId",
      payload #>> '{data,object,metadata,payment_id}' AS "paymentId"`);
}

/** Our payment that a PaymentIntent belongs to: by its id, or by the id it carries while we do not know it yet. */
export async function paymentOfIntent(
  database: Database,
  intentId: string,
  paymentId: string | null,
): Promise<string | undefined> {
  const found = await database.firstRow(sql<{ id: string }>`
    SELECT id
    FROM payments
    WHERE stripe_payment_intent_id = ${intentId}
      OR (stripe_payment_intent_id IS NULL AND id::text = ${paymentId})
    LIMIT 1`);
  return found?.id;
}

/** Notes that an event has been applied, or was none of ours. */
export async function eventApplied(database: Database, id: string, now: Date): Promise<void> {
  await database.rows(sql`
    UPDATE stripe_events
    SET applied_at = ${now}, retry_at = NULL, last_error = NULL
    WHERE id = ${id}`);
}

/** Notes that an event could not be applied; `dueAt` null parks it. */
export async function eventFailed(
  database: Database,
  id: string,
  reason: string,
  { attempts, outages, dueAt }: Tries & { dueAt: Date | null },
): Promise<void> {
  await database.rows(sql`
    UPDATE stripe_events
    SET attempts = ${attempts}, outages = ${outages}, retry_at = ${dueAt}, last_error = ${reason}
    WHERE id = ${id}`);
}
