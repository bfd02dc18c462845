/** One invariant of the domain, and a statement that finds its breaches (a row each, with a sentence in `breach`). */
export interface Invariant {
  name: string;
  says: string;
  breaches: string;
}

/** I1 to I10, over a live database. The statements do not trust the constraints that hold them. */
export const INVARIANTS: readonly Invariant[] = [
  {
    name: 'I1',
    says: 'no two claims of one property overlap',
    breaches: `
      SELECT format('claims %s and %s of property %s overlap', a.id, b.id, a.property_id) AS breach
      FROM claims a
      JOIN claims b ON b.property_id = a.property_id AND b.id > a.id AND b.stay && a.stay`,
  },
  {
    name: 'I2',
    says: 'a booking that holds nights has exactly one claim with its stay; one that has ended has none',
    breaches: `
      SELECT format('booking %s (%s) has %s claims that agree, %s in all', b.id, b.status, agreeing, claims) AS breach
      FROM bookings b
      CROSS JOIN LATERAL (
        SELECT count(*) AS claims,
               count(*) FILTER (WHERE c.property_id = b.property_id AND c.stay = daterange(b.check_in, b.check_out)) AS agreeing
        FROM claims c
        WHERE c.booking_id = b.id) c
      WHERE CASE WHEN b.status IN ('pending_payment', 'requested', 'confirmed', 'in_stay', 'completed', 'no_show')
                 THEN claims <> 1 OR agreeing <> 1
                 ELSE claims <> 0 END`,
  },
  {
    name: 'I3',
    says: 'every journal sums to zero per currency',
    breaches: `
      SELECT format('journal %s sums to %s %s', j.id, coalesce(sum(e.amount), 0), e.currency) AS breach
      FROM journals j
      LEFT JOIN entries e ON e.journal_id = j.id
      GROUP BY j.id, e.currency
      HAVING count(e.id) = 0 OR sum(e.amount) <> 0`,
  },
  {
    name: 'I4',
    says: 'what was confirmed was paid once; the books agree; nothing is refunded beyond it, or kept without a booking',
    breaches: `
      SELECT format('payment %s: captured %s, refunded %s; the books say %s and %s',
                    p.id, p.captured_amount, p.refunded_amount, booked.captured, booked.refunded) AS breach
      FROM payments p
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(e.amount) FILTER (WHERE j.kind = 'capture'), 0) AS captured,
               coalesce(-sum(e.amount) FILTER (WHERE j.kind IN ('refund', 'refund_failure')), 0) AS refunded
        FROM journals j
        JOIN entries e ON e.journal_id = j.id AND e.account = 'stripe_clearing'
        WHERE j.payment_id = p.id) booked
      WHERE p.captured_amount <> booked.captured
         OR p.refunded_amount <> booked.refunded
         OR p.refunded_amount > p.captured_amount
         OR p.captured_amount > p.amount
      UNION ALL
      SELECT format('payment %s: refunds of %s failed, but %s is owed to the guest or disputed', p.id, failed.amount, owed.amount)
      FROM payments p
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(r.amount), 0) AS amount
        FROM refunds r
        WHERE r.payment_id = p.id
          AND r.status = 'failed') failed
      CROSS JOIN LATERAL (
        SELECT coalesce(-sum(e.amount), 0) AS amount
        FROM journals j
        JOIN entries e ON e.journal_id = j.id AND e.account IN ('guest_payable', 'disputed')
        WHERE j.payment_id = p.id) owed
      WHERE failed.amount <> owed.amount
      UNION ALL
      SELECT format('booking %s has %s payments', booking_id, count(*))
      FROM payments
      GROUP BY booking_id, purpose
      HAVING count(*) > 1
      UNION ALL
      SELECT format('booking %s was confirmed for %s, but %s came in', b.id, b.total, coalesce(p.captured_amount, 0))
      FROM bookings b
      LEFT JOIN payments p ON p.booking_id = b.id
      WHERE b.confirmed_at IS NOT NULL
        AND coalesce(p.captured_amount, 0) <> b.total
      UNION ALL
      SELECT format('booking %s is %s, but %s came in and is not on its way back', b.id, b.status, p.captured_amount)
      FROM bookings b
      JOIN payments p ON p.booking_id = b.id
      WHERE b.confirmed_at IS NULL
        AND b.status IN ('expired', 'declined', 'cancelled_by_guest', 'cancelled_by_host')
        -- What failed on its way is owed to the guest, and stands in the books as that.
        AND p.captured_amount > (SELECT coalesce(sum(r.amount), 0) FROM refunds r WHERE r.payment_id = p.id)
        -- The booking is about to hear of it.
        AND NOT EXISTS (
          SELECT
          FROM events e
          JOIN event_deliveries d ON d.event_id = e.id
          WHERE e.subject_id = b.id
            AND e.type = 'payment.captured'
            AND d.due_at IS NOT NULL)`,
  },
  {
    name: 'I5',
    says: 'every booking state that was reached has its event; deliveries are handled or due, never both or lost',
    breaches: `
      SELECT format('booking %s is %s without the event', b.id, b.status) AS breach
      FROM bookings b
      JOIN (VALUES ('pending_payment', 'booking.created'), ('requested', 'booking.requested'),
                   ('confirmed', 'booking.confirmed'), ('in_stay', 'booking.stay_began'),
                   ('completed', 'booking.completed'), ('declined', 'booking.declined'),
                   ('expired', 'booking.expired'), ('cancelled_by_guest', 'booking.cancelled'),
                   ('cancelled_by_host', 'booking.cancelled')) AS expected (status, type) USING (status)
      WHERE NOT EXISTS (SELECT FROM events e WHERE e.subject_id = b.id AND e.type = expected.type)
      UNION ALL
      SELECT format('delivery of %s to %s was given up: %s', event_id, handler, last_error)
      FROM event_deliveries
      WHERE handled_at IS NULL
        AND due_at IS NULL`,
  },
  {
    name: 'I6',
    says: 'one Idempotency-Key made one booking: a quote is booked at most once',
    breaches: `
      SELECT format('quote %s has %s bookings', quote_id, count(*)) AS breach
      FROM bookings
      GROUP BY quote_id
      HAVING count(*) > 1`,
  },
  {
    name: 'I7',
    says: 'a money event is in the books once, whatever the order or repetition of Stripe’s events',
    breaches: `
      SELECT format('payment %s has %s %s journals of one cause', payment_id, count(*), kind) AS breach
      FROM journals
      GROUP BY payment_id, kind, refund_id
      HAVING count(*) > 1`,
  },
  {
    name: 'I8',
    says: 'what is somebody’s belongs to the right one: quote, booking and property agree on guest and host',
    breaches: `
      SELECT format('booking %s disagrees with its quote or property', b.id) AS breach
      FROM bookings b
      JOIN quotes q ON q.id = b.quote_id
      JOIN properties p ON p.id = b.property_id
      WHERE q.guest_id <> b.guest_id
         OR q.property_id <> b.property_id
         OR p.host_id <> b.host_id
         OR q.total <> b.total
         OR q.currency <> b.currency
         OR (q.check_in, q.check_out) <> (b.check_in, b.check_out)`,
  },
  {
    name: 'I9',
    says: 'a review belongs to a completed stay of its author; one per stay; ratings add up',
    breaches: `
      SELECT format('review %s is not of a completed stay of its author', r.id) AS breach
      FROM reviews r
      LEFT JOIN bookings b ON b.id = r.booking_id
      WHERE r.external_ref IS NULL
        AND (b.status IS DISTINCT FROM 'completed' OR b.guest_id <> r.author_id OR b.property_id <> r.property_id)
      UNION ALL
      SELECT format('property %s says %s ratings, sum %s', p.id, p.rating_count, p.rating_sum)
      FROM properties p
      LEFT JOIN (
        SELECT property_id, count(*) AS ratings, sum(rating) AS total
        FROM reviews
        WHERE booking_id IS NOT NULL
        GROUP BY property_id) r ON r.property_id = p.id
      WHERE p.rating_count <> coalesce(r.ratings, 0)
         OR p.rating_sum <> coalesce(r.total, 0)`,
  },
  {
    name: 'I10',
    says: 'search holds every published property and no other – none of suspended hosts – and never shows claimed nights as free',
    breaches: `
      SELECT format('property %s (%s) is %s search', p.id, p.status,
                    CASE WHEN s.property_id IS NULL THEN 'missing from' ELSE 'still in' END) AS breach
      FROM properties p
      LEFT JOIN property_search s ON s.property_id = p.id
      JOIN users host ON host.id = p.host_id
      WHERE (p.status = 'published' AND host.suspended_at IS NULL) <> (s.property_id IS NOT NULL)
      UNION ALL
      SELECT format('search shows nights of claim %s as free', c.id)
      FROM claims c
      JOIN property_search s ON s.property_id = c.property_id
      WHERE NOT s.busy @> c.stay
        AND upper(c.stay) > application_date() + 1`,
  },
];
