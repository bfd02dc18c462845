import type pg from 'pg';

/** Something that was given up after its last try, and waits for a person. */
export interface Parked {
  kind: 'event' | 'mail' | 'stripe_event';
  /** the event's, the mail's, Stripe's */
  id: string;
  /** e.g. `booking.confirmed to notifications.booking_confirmed` */
  what: string;
  since: Date;
  attempts: number;
  lastError: string | null;
}

const PARKED = `
  SELECT 'event' AS kind, e.id::text, e.type || ' to ' || d.handler AS what, e.created_at AS since, d.attempts,
    d.last_error AS "lastError"
  FROM event_deliveries d
  JOIN events e ON e.id = d.event_id
  WHERE d.handled_at IS NULL
    AND d.due_at IS NULL
  UNION ALL
  SELECT 'mail', id::text, 'a mail', created_at, attempts, last_error
  FROM mails
  WHERE sent_at IS NULL
    AND due_at IS NULL
  UNION ALL
  SELECT 'stripe_event', id, type, received_at, attempts, last_error
  FROM stripe_events
  WHERE applied_at IS NULL
    AND retry_at IS NULL
  ORDER BY since, id`;

/** All that is parked, the oldest first. */
export async function listParked(client: pg.ClientBase): Promise<Parked[]> {
  return (await client.query<Parked>(PARKED)).rows;
}

/** What is due since it was written comes before all else, whatever the sandbox's clock says. */
const REPLAYS = [
  `UPDATE event_deliveries d
   SET due_at = e.created_at, attempts = 0
   FROM events e
   WHERE e.id = d.event_id
     AND d.handled_at IS NULL
     AND d.due_at IS NULL
     AND ($1 = 'all' OR e.id::text = $1)`,
  `UPDATE mails
   SET due_at = created_at, attempts = 0
   WHERE sent_at IS NULL
     AND due_at IS NULL
     AND ($1 = 'all' OR id::text = $1)`,
  `UPDATE stripe_events
   SET retry_at = received_at, attempts = 0
   WHERE applied_at IS NULL
     AND retry_at IS NULL
     AND ($1 = 'all' OR id = $1)`,
];

/**
 * Has what is parked tried again, with as many tries as at first; the running processes take it up at their next look.
 * @param id of an event (for all its handlers that gave up), a mail, an event of Stripe; or `all`
 * @returns how many were set free
 */
export async function replayParked(client: pg.ClientBase, id: string): Promise<number> {
  let freed = 0;
  for (const replay of REPLAYS) freed += (await client.query(replay, [id])).rowCount ?? 0;
  return freed;
}
