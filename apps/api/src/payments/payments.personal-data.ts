import type { RawBuilder } from 'kysely';
import { sql } from '#database';
import { holdsPersonalData, type OpenMatter } from '#personal-data';

/** Payments `p` of bookings `b` on either side, with conditions to follow. */
const ofBookings = (id: string): RawBuilder<unknown> => sql`
  FROM bookings b
  JOIN payments p ON p.booking_id = b.id
  WHERE (b.guest_id = ${id}::uuid OR b.host_id = ${id}::uuid)`;

/**
 * Money that is still on its way, or that somebody has to decide about. What hosts have earned is in the books under the id
 * of their account, which stays.
 */
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
  ) open`;

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
  ],
  keepsOpen: openMoney,
  // An event that was applied is only looked at to know it again.
  erases: ({ id }) => [
    sql`
      UPDATE stripe_events
      SET payload = '{}'
      WHERE COALESCE(payload #>> '{data,object,payment_intent}', payload #>> '{data,object,id}') = ANY(ARRAY(
          SELECT p.stripe_payment_intent_id
          FROM bookings b
          JOIN payments p ON p.booking_id = b.id
          WHERE b.guest_id = ${id}::uuid
            AND p.stripe_payment_intent_id IS NOT NULL))
        AND applied_at IS NOT NULL`,
  ],
});
