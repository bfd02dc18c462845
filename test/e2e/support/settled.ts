import type { TestApp } from '#testing';

/**
 * Books that a host has nothing to get any more, for each booking that says otherwise: set off against fees, as payouts are
 * not made here. What Stripe holds stays as it is.
 */
export async function settle(app: TestApp, hostId: string): Promise<void> {
  await app.sql(
    `WITH owed AS (
       SELECT gen_random_uuid() AS id, j.booking_id, j.payment_id, e.currency, sum(e.amount) AS amount
       FROM bookings b
       JOIN journals j ON j.booking_id = b.id
       JOIN entries e ON e.journal_id = j.id
       WHERE b.host_id = $1
         AND e.account = 'host_payable'
       GROUP BY j.booking_id, j.payment_id, e.currency
       HAVING sum(e.amount) <> 0
     ), settled AS (
       INSERT INTO journals (id, kind, booking_id, payment_id, key, created_at)
       SELECT id, 'refund', booking_id, payment_id, 'set_off:' || payment_id, now()
       FROM owed)
     INSERT INTO entries (id, journal_id, account, amount, currency)
     SELECT gen_random_uuid(), owed.id, entry.account, entry.sign * owed.amount, owed.currency
     FROM owed, (VALUES ('host_payable', -1), ('platform_fee', 1)) AS entry (account, sign)`,
    [hostId],
  );
}
