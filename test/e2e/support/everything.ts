import type { TestApp } from '#testing';

/**
 * All that people could have changed, to be compared with what it is a moment later. News of Stripe that come meanwhile, and
 * say nothing new of a payment, still count up its version.
 */
export async function everything(app: TestApp): Promise<object> {
  const [found] = await app.sql(`
    SELECT (SELECT json_agg(b ORDER BY b.id) FROM bookings b) AS bookings,
      (SELECT json_agg(c ORDER BY c.id) FROM claims c) AS claims,
      (SELECT json_agg(to_jsonb(p) - '{version,updated_at,retry_at}'::text[] ORDER BY p.id) FROM payments p) AS payments,
      (SELECT json_agg(p ORDER BY p.id) FROM properties p) AS properties,
      (SELECT json_agg(u ORDER BY u.id) FROM users u) AS users,
      (SELECT json_agg(s.revoked_at ORDER BY s.id) FROM sessions s) AS sessions,
      (SELECT count(*) FROM quotes) AS quotes,
      (SELECT count(*) FROM reviews) AS reviews,
      (SELECT count(*) FROM refunds) AS refunds`);
  return found ?? {};
}
