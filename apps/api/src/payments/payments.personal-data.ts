import type { RawBuilder } from 'kysely';
import { sql } from '#database';
import { holdsPersonalData, type OpenMatter } from '#personal-data';

/** Payments `p` of bookings `b` on either side, with conditions to follow. */
const ofBookings = (id: string): RawBuilder<unknown> => sql`
  FROM bookings b
  JOIN payments p ON p.booking_id = b.id
  WHERE (b.guest_id = ${id}::uuid OR b.host_id = ${id}::uuid)`;

/**
 * What a host is owed, or owes: of somebody whom nobody knows any more, nobody could ask where to pay it. Each currency is
 * a matter of its own.
 */
const owed = (id: string): RawBuilder<OpenMatter> => sql<OpenMatter>`
  SELECT
    'payout',
    ${id}::uuid,
    CASE WHEN sum(e.amount) < 0 THEN 'What your places have earned in ' || e.currency || ' has not been paid out.'
         ELSE 'You owe something in ' || e.currency || ' of what your places have earned.' END,
    NULL::timestamptz
  FROM bookings b
  JOIN journals j ON j.booking_id = b.id
  JOIN entries e ON e.journal_id = j.id
  WHERE b.host_id = ${id}::uuid
    AND e.account = 'host_payable'
  GROUP BY e.currency
  HAVING sum(e.amount) <> 0`;

/** Money that is still on its way, or that somebody has to decide about. */
const openMoney = (id: string): RawBuilder<OpenMatter> => sql<OpenMatter>`
  SELECT 'payment' AS type, p.id, 'The payment of booking ' || b.code || ' is not settled.' AS reason, NULL::timestamptz AS until
  ${ofBookings(id)}
    AND (p.status NOT IN ('captured', 'cancelled') OR p.retry_at IS NOT NULL)
  UNION ALL
  SELECT
    CASE WHEN open.is_disputed THEN 'dispute' ELSE 'refund' END,
    open.id,
    CASE WHEN open.is_disputed THEN 'The guest’s bank decides about booking ' || open.code || '.'
         ELSE 'The refund of booking ' || open.code || ' has not reached the guest.' END,
    NULL
  FROM (
    SELECT r.id, b.code,
      EXISTS (
        SELECT
        FROM journals j
        JOIN entries e ON e.journal_id = j.id
        WHERE j.refund_id = r.id
          AND e.account = 'disputed'
      ) AS is_disputed
    FROM bookings b
    JOIN payments p ON p.booking_id = b.id
    JOIN refunds r ON r.payment_id = p.id
    WHERE (b.guest_id = ${id}::uuid OR b.host_id = ${id}::uuid)
      AND (r.status = 'intended' OR r.status = 'failed' AND NOT r.seen_to)
  ) open
  UNION ALL
  ${owed(id)}`;

/** The PaymentIntent that an event of Stripe is about: indexed so. */
const INTENT = sql`COALESCE(payload #>> '{data,object,payment_intent}', payload #>> '{data,object,id}')`;

/** An event without what says something of who has paid: what is left is enough to apply it after all. */
const REDUCED = sql`
  jsonb_build_object(
    'id', payload -> 'id',
    'type', payload -> 'type',
    'data', jsonb_build_object('object', jsonb_strip_nulls(jsonb_build_object(
      'id', payload #> '{data,object,id}',
      'object', payload #> '{data,object,object}',
      'payment_intent', payload #> '{data,object,payment_intent}',
      'metadata', payload #> '{data,object,metadata}'))))`;

/** What people have paid and earned. Cards and payers are known to Stripe alone. */
export const holdsPayments = holdsPersonalData({
  about: 'payments',
  tells: [
    {
      file: 'payments',
      says: 'Payments of your stays; amounts in the smallest unit of the currency.',
      tables: ['payments'],
      rows: (id) => sql`
        SELECT p.id, p.booking_id AS "bookingId", p.status, p.amount, p.currency, p.captured_amount AS "capturedAmount",
          p.refunded_amount AS "refundedAmount", p.stripe_payment_intent_id AS "paymentIntentId", p.created_at AS "createdAt"
        FROM bookings b
        JOIN payments p ON p.booking_id = b.id
        WHERE b.guest_id = ${id}::uuid`,
    },
    {
      file: 'refunds',
      says: 'What you were given back.',
      tables: ['refunds'],
      rows: (id) => sql`
        SELECT r.id, r.payment_id AS "paymentId", r.purpose, r.status, r.amount, r.currency, r.lines, r.created_at AS "createdAt"
        FROM bookings b
        JOIN payments p ON p.booking_id = b.id
        JOIN refunds r ON r.payment_id = p.id
        WHERE b.guest_id = ${id}::uuid`,
    },
    {
      file: 'earnings',
      says: 'What your places have earned, as the books have it: what is owed to you is negative.',
      tables: ['journals', 'entries'],
      rows: (id) => sql`
        SELECT e.id, j.kind, j.booking_id AS "bookingId", e.amount, e.currency, j.created_at AS "createdAt"
        FROM bookings b
        JOIN journals j ON j.booking_id = b.id
        JOIN entries e ON e.journal_id = j.id
        WHERE b.host_id = ${id}::uuid
          AND e.account = 'host_payable'`,
    },
  ],
  untold: { stripe_events: 'what Stripe has sent about payments: what came of it is told with them' },
  erased: 'what Stripe has told us of whoever paid',
  kept: [
    {
      what: 'payments, refunds and the books, without your name',
      why: 'tax law asks for them (GDPR, article 17(3)(b))',
    },
    {
      what: 'of events of Stripe that are not applied yet, which payment they are about; those that cannot be read, as they are',
      why: 'they are about money, and somebody has to see to them; then they go (GDPR, article 17(3)(e))',
    },
  ],
  keepsOpen: openMoney,
  // An event that was applied is only looked at to know it again; one that was not waits, or is parked for a person.
  erases: ({ id }) => [
    sql`
      UPDATE stripe_events
      SET payload = CASE WHEN applied_at IS NULL THEN ${REDUCED} ELSE '{}' END
      WHERE ${INTENT} = ANY(ARRAY(
          SELECT p.stripe_payment_intent_id
          FROM bookings b
          JOIN payments p ON p.booking_id = b.id
          WHERE b.guest_id = ${id}::uuid
            AND p.stripe_payment_intent_id IS NOT NULL))`,
  ],
});
