import type pg from 'pg';
import { recordByCommand } from '#audit';

/** Something that was given up after its last try, or has failed for good, and waits for a person. */
export interface Parked {
  kind: 'event' | 'mail' | 'stripe_event' | 'refund';
  /** the event's, the mail's, Stripe's, the refund's */
  id: string;
  /** e.g. `booking.confirmed to notifications.booking_confirmed` */
  what: string;
  since: Date;
  /** how often it was tried; null where only the last answer counts */
  attempts: number | null;
  lastError: string | null;
  /** false for what would come out the same: an event of Stripe that could not be read, a refund that was refused */
  replayable: boolean;
}

/** What each kind is in its table, and how it is set free or let go. The texts are SQL; $1 is an id. */
interface Parking {
  listed: string;
  /** made due since it was written: that comes before all else, whatever the sandbox's clock says */
  replay?: string;
  drop: string;
}

const PARKINGS: readonly Parking[] = [
  {
    listed: `
      SELECT 'event' AS kind, e.id::text, e.type || ' to ' || d.handler AS what, e.created_at AS since,
        d.attempts + d.outages AS attempts,
        d.last_error AS "lastError", true AS "replayable"
      FROM event_deliveries d
      JOIN events e ON e.id = d.event_id
      WHERE d.handled_at IS NULL
        AND d.due_at IS NULL`,
    replay: `
      UPDATE event_deliveries d
      SET due_at = e.created_at, attempts = 0, outages = 0
      FROM events e
      WHERE e.id = d.event_id
        AND d.handled_at IS NULL
        AND d.due_at IS NULL
        AND ($1 = 'all' OR e.id::text = $1)`,
    drop: `
      DELETE FROM event_deliveries
      WHERE handled_at IS NULL
        AND due_at IS NULL
        AND event_id::text = $1`,
  },
  {
    listed: `
      SELECT 'mail', id::text, 'a mail', created_at, attempts, last_error, true
      FROM mails
      WHERE sent_at IS NULL
        AND due_at IS NULL`,
    replay: `
      UPDATE mails
      SET due_at = created_at, attempts = 0
      WHERE sent_at IS NULL
        AND due_at IS NULL
        AND ($1 = 'all' OR id::text = $1)`,
    drop: `
      DELETE FROM mails
      WHERE sent_at IS NULL
        AND due_at IS NULL
        AND id::text = $1`,
  },
  {
    listed: `
      SELECT 'stripe_event', id, type, received_at, attempts + outages, last_error, unreadable IS NULL
      FROM stripe_events
      WHERE applied_at IS NULL
        AND retry_at IS NULL`,
    replay: `
      UPDATE stripe_events
      SET retry_at = received_at, attempts = 0, outages = 0
      WHERE applied_at IS NULL
        AND retry_at IS NULL
        AND unreadable IS NULL
        AND ($1 = 'all' OR id = $1)`,
    // It stays known, for Stripe may send it again.
    drop: `
      UPDATE stripe_events
      SET applied_at = received_at
      WHERE applied_at IS NULL
        AND retry_at IS NULL
        AND id = $1`,
  },
  {
    listed: `
      SELECT 'refund', r.id::text, format('%s in minor units of %s, for booking %s', r.amount, r.currency, p.booking_id), r.updated_at,
        NULL::integer, r.last_error, false
      FROM refunds r
      JOIN payments p ON p.id = r.payment_id
      WHERE r.status = 'failed'
        AND NOT r.seen_to`,
    drop: `
      UPDATE refunds
      SET seen_to = true
      WHERE status = 'failed'
        AND NOT seen_to
        AND id::text = $1`,
  },
];

/** All that is parked, the oldest first. */
export async function listParked(client: pg.ClientBase): Promise<Parked[]> {
  const all = PARKINGS.map(({ listed }) => listed).join(' UNION ALL ');
  return (await client.query<Parked>(`${all} ORDER BY since, id`)).rows;
}

/**
 * Has what is parked tried again, with as many tries as at first; the running processes take it up at their next look.
 * @param id of an event (for all its handlers that gave up), a mail, an event of Stripe; or `all` that can be replayed
 * @returns how many were set free
 */
export async function replayParked(client: pg.ClientBase, id: string): Promise<number> {
  return inOne(client, 'replay', id);
}

/**
 * Lets go of what will never be done, after somebody has decided so.
 * @param id as for `replayParked`, of one
 * @returns how many were let go of
 */
export async function dropParked(client: pg.ClientBase, id: string): Promise<number> {
  return inOne(client, 'drop', id);
}

/** In one transaction: all of it, or nothing. */
async function inOne(client: pg.ClientBase, what: 'replay' | 'drop', id: string): Promise<number> {
  let changed = 0;
  await client.query('BEGIN');
  for (const { [what]: statement } of PARKINGS) {
    if (statement !== undefined) changed += (await client.query(statement, [id])).rowCount ?? 0;
  }
  if (changed > 0) {
    const action = what === 'replay' ? 'parked.replayed' : 'parked.dropped';
    await recordByCommand(client, 'npm run parked', { action, subject: id, after: { changed } });
  }
  await client.query('COMMIT');
  return changed;
}
