import type pg from 'pg';

/** How much there is; bookings are five a property, each with its quote, claim and payment. */
export interface MarketSize {
  properties: number;
  /** the host of every tenth property */
  host: string;
  /** the guest of every two-hundredth booking */
  guest: string;
}

/** The application's day on which tests begin is in the middle of the bookings. */
const FIRST_DAY = '2026-09-01';
const TODAY = '2026-11-23';

/** The id of the n-th property, user, booking …: the same in every run. */
const id = (kind: string, number: string): string => `md5('${kind}:' || ${number})::uuid`;

/** Half of the places are in one city, the others in 200 towns around the world; one in five is priced in yen. */
const PROPERTIES = `
  INSERT INTO properties (id, host_id, status, title, type, room_type, city, region, country, latitude, longitude, time_zone,
    guests, bedrooms, beds, bathrooms, amenities, currency, nightly, weekend_nightly, cleaning_fee, min_nights, imported_rating,
    imported_ratings, preparation_nights, created_at, updated_at)
  SELECT ${id('property', 'n')}, CASE WHEN n % 10 = 0 THEN $2::uuid ELSE ${id('user', 'n % 5000')} END,
    CASE WHEN n % 50 = 7 THEN 'paused' ELSE 'published' END, 'Place ' || n, 'apartment', 'entire_place',
    CASE WHEN n % 2 = 0 THEN 'Metropolis' ELSE 'Town ' || n % 200 END, 'Region', CASE WHEN n % 2 = 0 THEN 'US' ELSE 'JP' END,
    CASE WHEN n % 2 = 0 THEN 42.55 + random() * 0.2 ELSE -60 + n % 200 * 0.6 + random() * 0.1 END,
    CASE WHEN n % 2 = 0 THEN -73.9 + random() * 0.2 ELSE -170 + n % 200 * 1.5 + random() * 0.1 END,
    CASE WHEN n % 2 = 0 THEN 'America/New_York' ELSE 'Asia/Tokyo' END, 1 + n % 8, 1, 1, 1,
    CASE WHEN n % 3 = 0 THEN '{wifi,kitchen,pool}'::text[] ELSE '{wifi,kitchen}' END,
    CASE WHEN n % 5 = 0 THEN 'JPY' ELSE 'USD' END, 5000 + n % 997 * 10, 6000 + n % 997 * 10, 2500, 1 + n % 3, 3.5 + n % 16 * 0.1,
    n % 300, n % 2, now(), now()
  FROM generate_series(1, $1::integer) AS n`;

/** What every booking is made of: past ones are completed, one in forty of the later ones was cancelled. */
const STAYS = `
  CREATE TEMPORARY TABLE stays AS
  SELECT ${id('booking', 'n')} AS id, ${id('quote', 'n')} AS quote_id, ${id('payment', 'n')} AS payment_id,
    p.id AS property_id, p.host_id, p.currency, p.time_zone, n,
    CASE WHEN n % 200 = 3 THEN $2::uuid ELSE ${id('user', '5000 + n % 10000')} END AS guest_id,
    check_in, check_in + 4 AS check_out,
    CASE WHEN check_in + 4 <= DATE '${TODAY}' - 1 THEN 'completed' WHEN n % 40 = 1 THEN 'cancelled_by_guest'
         WHEN check_in < DATE '${TODAY}' + 2 THEN 'in_stay' WHEN n % 400 = 2 THEN 'requested' ELSE 'confirmed' END AS status
  FROM (
    SELECT n, ${id('property', '1 + n % $1::integer')} AS property_id,
      DATE '${FIRST_DAY}' + n / $1::integer * 40 + n % 20 AS check_in
    FROM generate_series(0, 5 * $1::integer - 1) AS n
  ) numbered
  JOIN properties p ON p.id = property_id`;

const BOOKED = [
  `INSERT INTO quotes (id, property_id, guest_id, check_in, check_out, adults, children, infants, pets, currency, lines,
     host_lines, total, host_total, booking_mode, cancellation_policy, cancellation_terms, check_in_at, check_out_at, time_zone,
     expires_at, created_at)
   SELECT quote_id, property_id, guest_id, check_in, check_out, 2, 0, 0, 0, currency,
     '[{"kind":"night","description":"Night","quantity":4,"unit":5000,"amount":20000}]', '[]', 20000, 19400, 'instant', 'moderate',
     '{"code":"moderate","grace":null,"steps":[{"refundPercent":0,"extraNights":0}]}', check_in + TIME '20:00', check_out + TIME '23:00',
     time_zone, now(), now()
   FROM stays`,
  `INSERT INTO bookings (id, code, property_id, guest_id, host_id, quote_id, status, booking_mode, check_in, check_out,
     check_in_at, check_out_at, time_zone, adults, children, infants, pets, currency, total, host_total, cancellation_policy,
     expires_at, confirmed_at, created_at, updated_at)
   SELECT id, 'C' || n, property_id, guest_id, host_id, quote_id, status, 'instant', check_in, check_out,
     check_in + TIME '20:00', check_out + TIME '23:00', time_zone, 2, 0, 0, 0, currency, 20000, 19400, 'moderate',
     TIMESTAMPTZ '${TODAY}' + INTERVAL '30 days', CASE WHEN status <> 'requested' THEN now() END, now(), now()
   FROM stays`,
  `INSERT INTO claims (id, property_id, stay, kind, booking_id, created_at)
   SELECT gen_random_uuid(), property_id, daterange(check_in, check_out), 'booking', id, now()
   FROM stays
   WHERE status <> 'cancelled_by_guest'`,
  `INSERT INTO payments (id, booking_id, status, capture_method, amount, currency, host_share, platform_share, tax_share,
     captured_amount, stripe_payment_intent_id, created_at, updated_at)
   SELECT payment_id, id, 'captured', 'automatic', 20000, currency, 19400, 600, 0, 20000, 'pi_' || n, now(), now()
   FROM stays`,
  `INSERT INTO journals (id, kind, booking_id, payment_id, key, created_at)
   SELECT ${id('journal', 'n')}, 'capture', id, payment_id, 'capture:' || payment_id, now()
   FROM stays
   WHERE n % 4 = 0`,
  `INSERT INTO entries (id, journal_id, account, amount, currency)
   SELECT gen_random_uuid(), ${id('journal', 'n')}, account, amount, currency
   FROM stays, (VALUES ('stripe_clearing', 20000), ('host_payable', -19400), ('platform_fee', -600)) AS e (account, amount)
   WHERE n % 4 = 0`,
  `INSERT INTO reviews (id, property_id, booking_id, author_id, author_name, rating, comment, created_at)
   SELECT gen_random_uuid(), property_id, id, guest_id, 'Ina', 1 + n % 5, 'Lovely.', check_out + TIME '12:00'
   FROM stays
   WHERE n % 4 = 0 AND status = 'completed'`,
];

/** What carries the domain: nearly all of it done. */
const CARRIED = [
  `INSERT INTO events (id, type, subject_id, payload, created_at)
   SELECT ${id('event', 'n')}, 'booking.confirmed', id, '{}', now() FROM stays`,
  `INSERT INTO event_deliveries (event_id, handler, attempts, handled_at)
   SELECT ${id('event', 'n')}, 'notifications.booking', 1, now() FROM stays`,
  `INSERT INTO stripe_events (id, type, payload, received_at, applied_at)
   SELECT 'evt_' || n, 'payment_intent.succeeded', '{}', now(), now() FROM stays`,
  `INSERT INTO mails (id, recipient, subject, body, created_at, sent_at)
   SELECT gen_random_uuid(), 'a@b.c', 'Booked', 'Booked', now(), now() FROM stays WHERE n % 4 = 0`,
  `INSERT INTO idempotency_keys (scope, key, request_hash, status, body, locked_until, created_at)
   SELECT guest_id || ' /v1/bookings', 'key-' || n, '\\x00', 201, '{}', now(), now() FROM stays WHERE n % 4 = 0`,
];

/** Many reviews of one place, and a host's blocks of one. */
const CROWDED = [
  `INSERT INTO reviews (id, property_id, author_name, comment, external_ref, created_at)
   SELECT gen_random_uuid(), ${id('property', '2')}, 'Ina', 'Lovely.', 'plans:' || n, TIMESTAMPTZ '2020-01-01' + n * INTERVAL '1 hour'
   FROM generate_series(1, 5000) AS n`,
  `INSERT INTO claims (id, property_id, stay, kind, created_at)
   SELECT gen_random_uuid(), ${id('property', '10')}, daterange(DATE '2030-01-01' + 2 * n, DATE '2030-01-02' + 2 * n), 'block', now()
   FROM generate_series(1, 300) AS n`,
];

/** As much as there is of bookings; no chain. */
const AUDITED = `
  INSERT INTO audit_entries (number, id, happened_at, actor_kind, actor_id, action, subject_type, subject_id, previous_hash, hash)
  SELECT 1000000 + n, gen_random_uuid(), TIMESTAMPTZ '2026-01-01' + n * INTERVAL '1 second', 'user', ${id('user', 'n % 15000')},
    (ARRAY['session.opened', 'property.changed', 'booking.cancelled', 'booking.accepted'])[1 + n % 4],
    (ARRAY['session', 'property', 'booking', 'booking'])[1 + n % 4],
    CASE n % 4 WHEN 1 THEN ${id('property', 'n % 400')} ELSE gen_random_uuid() END,
    decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')
  FROM generate_series(1, 50000) AS n`;

/**
 * Fills an empty market behind the application’s back, without triggers, and makes what they would have kept: 10,000
 * properties, with 50,000 of everything that comes with bookings, in some seconds.
 */
export async function fillMarket(client: pg.ClientBase, { properties, host, guest }: MarketSize): Promise<void> {
  await client.query('BEGIN');
  await client.query('SET LOCAL session_replication_role = replica');
  await client.query('SELECT setseed(0.5)');
  await client.query(`
    INSERT INTO users (id, first_name, last_name, created_at, updated_at)
    SELECT ${id('user', 'n')}, 'User', '', now(), now() FROM generate_series(0, 15000) AS n`);
  await client.query('INSERT INTO user_photos (id, user_id) SELECT gen_random_uuid(), id FROM users');
  await client.query(`
    INSERT INTO sessions
      (id, user_id, refresh_token_hash, factors, proved_at, rotated_at, created_at, expires_at, ends_at)
    SELECT gen_random_uuid(), ${id('user', 'n % 15000')}, decode(md5('token:' || n), 'hex'), '{password}',
      now(), now(), now(), now(), now()
    FROM generate_series(1, 50000) AS n`);
  await client.query(`
    INSERT INTO known_networks (user_id, network, last_seen_at)
    SELECT ${id('user', 'n % 15000')}, decode(md5('network:' || n), 'hex'), now() FROM generate_series(1, 50000) AS n`);
  await client.query(`
    INSERT INTO login_failures (bucket, failures, failed_at)
    SELECT decode(md5('bucket:' || n), 'hex'), 1, now() FROM generate_series(1, 50000) AS n`);
  await client.query(PROPERTIES, [properties, host]);
  await client.query('INSERT INTO calendars SELECT id FROM properties ON CONFLICT DO NOTHING');
  await client.query(`
    INSERT INTO rate_calendars (property_id, first_date, amounts)
    SELECT id, DATE '${TODAY}', array_fill(7000::bigint, ARRAY[60]) FROM properties WHERE nightly % 4 = 0`);
  await client.query('INSERT INTO night_prices SELECT * FROM rate_calendars');
  await client.query(STAYS, [properties, guest]);
  for (const statement of [...BOOKED, ...CARRIED, ...CROWDED, AUDITED]) await client.query(statement);
  await client.query('SELECT write_search_rows(ARRAY(SELECT id FROM properties))');
  await client.query('SELECT refresh_busy_nights(ARRAY(SELECT property_id FROM property_search))');
  await client.query('COMMIT');
  await client.query('ANALYZE');
}

/** Lets a co-host do everything at ten places of a host, and at all of another host's; and thousands of others as much. */
export async function fillGrants(market: pg.Client, { host, coHost }: { host: string; coHost: string }): Promise<void> {
  await market.query(
    `INSERT INTO access_grants (id, host_id, property_id, user_id, holder_id, permissions, granted_at, granted_by)
     SELECT gen_random_uuid(), t.host, t.property, t.holder, t.holder, '{listing,calendar,bookings,messages}', now(), t.host
     FROM (
       (SELECT p.host_id AS host, p.id AS property, $2::uuid AS holder FROM properties p WHERE p.host_id = $1 LIMIT 10)
       UNION ALL
       (SELECT p.host_id, NULL, $2 FROM properties p WHERE p.host_id <> $1 LIMIT 1)
       UNION ALL
       (SELECT p.host_id, p.id, md5('user:' || row_number() OVER ())::uuid FROM properties p)
     ) t
     WHERE t.holder <> t.host`,
    [host, coHost],
  );
  await market.query('VACUUM ANALYZE access_grants');
}
