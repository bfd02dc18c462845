import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freshDatabase, type FreshDatabase } from '#testing';
import { checkInvariants } from './check.js';

const id = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const [HOST, GUEST, STRANGER, PROPERTY, QUOTE, BOOKING, PAYMENT, JOURNAL] = [1, 2, 3, 4, 5, 6, 7, 8].map(id);
const THEN = '2026-01-01T00:00:00Z';

const bookingOf = (booking: string, code: string, status: string, confirmedAt: string) => `
  INSERT INTO bookings (id, code, property_id, guest_id, host_id, quote_id, status, booking_mode, check_in, check_out, check_in_at,
    check_out_at, time_zone, adults, children, infants, pets, currency, total, host_total, cancellation_policy, confirmed_at,
    created_at, updated_at)
  VALUES ('${booking}', '${code}', '${PROPERTY}', '${GUEST}', '${HOST}', '${QUOTE}', '${status}', 'instant', '2099-05-01', '2099-05-04',
    '2099-05-01T19:00Z', '2099-05-04T15:00Z', 'America/New_York', 1, 0, 0, 0, 'USD', 30000, 27000, 'flexible', ${confirmedAt},
    '${THEN}', '${THEN}');`;

const captureOf = (journal: string, key: string) => `
  INSERT INTO journals (id, kind, booking_id, payment_id, key, created_at)
  VALUES ('${journal}', 'capture', '${BOOKING}', '${PAYMENT}', '${key}', '${THEN}');
  INSERT INTO entries (id, journal_id, account, amount, currency)
  SELECT gen_random_uuid(), '${journal}', account, amount, 'USD'
  FROM (VALUES ('stripe_clearing', 30000), ('host_payable', -27000), ('platform_fee', -3000)) AS entry (account, amount);`;

/** A stay that was booked and paid. */
const STAY = `
  INSERT INTO users (id, first_name, last_name, created_at, updated_at)
  SELECT unnest(ARRAY['${HOST}', '${GUEST}', '${STRANGER}']::uuid[]), 'Ada', '', '${THEN}', '${THEN}';
  INSERT INTO properties (id, host_id, status, title, type, room_type, city, country, latitude, longitude, time_zone, guests, bedrooms,
    beds, bathrooms, currency, nightly, created_at, updated_at)
  VALUES ('${PROPERTY}', '${HOST}', 'published', 'Flat', 'apartment', 'entire_place', 'Albany', 'US', 42.6, -73.7, 'America/New_York', 2, 1,
    1, 1, 'USD', 10000, '${THEN}', '${THEN}');
  INSERT INTO quotes (id, property_id, guest_id, check_in, check_out, adults, children, infants, pets, currency, lines, host_lines, total,
    host_total, booking_mode, cancellation_policy, cancellation_terms, check_in_at, check_out_at, time_zone, expires_at, created_at)
  VALUES ('${QUOTE}', '${PROPERTY}', '${GUEST}', '2099-05-01', '2099-05-04', 1, 0, 0, 0, 'USD', '[]', '[]', 30000, 27000,
    'instant', 'flexible', '{}', '2099-05-01T19:00Z', '2099-05-04T15:00Z', 'America/New_York', '${THEN}', '${THEN}');
  ${bookingOf(String(BOOKING), 'BCDFGHJK', 'confirmed', `'${THEN}'`)}
  INSERT INTO claims (id, property_id, stay, kind, booking_id, created_at)
  VALUES (gen_random_uuid(), '${PROPERTY}', '[2099-05-01,2099-05-04)', 'booking', '${BOOKING}', '${THEN}');
  INSERT INTO payments (id, booking_id, status, capture_method, amount, currency, host_share, platform_share, tax_share, captured_amount,
    created_at, updated_at)
  VALUES ('${PAYMENT}', '${BOOKING}', 'captured', 'automatic', 30000, 'USD', 27000, 3000, 0, 30000, '${THEN}', '${THEN}');
  ${captureOf(String(JOURNAL), 'capture:1')}
  INSERT INTO events (id, type, subject_id, payload, created_at)
  VALUES (gen_random_uuid(), 'booking.confirmed', '${BOOKING}', '{}', '${THEN}');`;

interface Breach {
  name: string;
  what: string;
  breach: string;
  /** the constraint that refuses it, and what takes that away */
  refusedBy?: string;
  unguard?: string;
}

const BREACHES: Breach[] = [
  {
    name: 'I1',
    what: 'a block over booked nights',
    breach: `INSERT INTO claims (id, property_id, stay, kind, created_at)
             VALUES (gen_random_uuid(), '${PROPERTY}', '[2099-05-03,2099-05-06)', 'block', '${THEN}')`,
    refusedBy: 'claims_no_overlap',
    unguard: 'ALTER TABLE claims DROP CONSTRAINT claims_no_overlap',
  },
  {
    name: 'I2',
    what: 'a booking without its claim',
    breach: 'DELETE FROM claims',
    refusedBy: 'bookings_claim_agrees',
    unguard: 'ALTER TABLE claims DISABLE TRIGGER claims_booking_agrees_on_delete',
  },
  {
    name: 'I2',
    what: 'an ended booking that keeps its claim',
    breach: `UPDATE bookings SET status = 'cancelled_by_guest'`,
    refusedBy: 'bookings_claim_agrees',
    unguard: 'ALTER TABLE bookings DISABLE TRIGGER bookings_claim_agrees',
  },
  {
    name: 'I3',
    what: 'a journal that does not sum to zero',
    breach: `INSERT INTO entries (id, journal_id, account, amount, currency)
             VALUES (gen_random_uuid(), '${JOURNAL}', 'platform_fee', 1, 'USD')`,
    refusedBy: 'journals_balance',
    unguard: 'ALTER TABLE entries DISABLE TRIGGER entries_balance',
  },
  {
    name: 'I4',
    what: 'more refunded than captured',
    breach: 'UPDATE payments SET refunded_amount = captured_amount + 1',
    refusedBy: 'payments_refund_within_capture',
    unguard: 'ALTER TABLE payments DROP CONSTRAINT payments_refund_within_capture',
  },
  {
    name: 'I4',
    what: 'a refund that failed and is owed to nobody',
    breach: `INSERT INTO refunds (id, payment_id, purpose, status, amount, currency, host_share, platform_share, tax_share, lines,
               created_at, updated_at)
             VALUES (gen_random_uuid(), '${PAYMENT}', 'cancellation', 'failed', 100, 'USD', 100, 0, 0, '[]', '${THEN}', '${THEN}')`,
  },
  { name: 'I4', what: 'a confirmed booking that nobody paid', breach: 'UPDATE payments SET captured_amount = 0' },
  {
    name: 'I4',
    what: 'money kept without a booking',
    breach: `DELETE FROM claims; UPDATE bookings SET status = 'expired', confirmed_at = NULL`,
  },
  { name: 'I5', what: 'a state without its event', breach: 'DELETE FROM events' },
  {
    name: 'I6',
    what: 'a quote booked twice',
    breach: bookingOf(id(20), 'ZYXWVTSR', 'expired', 'NULL'),
    refusedBy: 'bookings_quote',
    unguard: 'ALTER TABLE bookings DROP CONSTRAINT bookings_quote',
  },
  {
    name: 'I7',
    what: 'a capture booked twice',
    breach: captureOf(id(21), 'capture:1'),
    refusedBy: 'journals_once',
    unguard: 'ALTER TABLE journals DROP CONSTRAINT journals_once',
  },
  { name: 'I8', what: 'a booking of another’s quote', breach: `UPDATE bookings SET guest_id = '${STRANGER}'` },
  {
    name: 'I9',
    what: 'a review of a stay that is not over',
    breach: `INSERT INTO reviews (id, property_id, booking_id, author_id, author_name, rating, comment, created_at)
             VALUES (gen_random_uuid(), '${PROPERTY}', '${BOOKING}', '${GUEST}', 'Ada', 5, '', '${THEN}')`,
    refusedBy: 'reviews_stay_completed',
    unguard: 'ALTER TABLE reviews DISABLE TRIGGER reviews_stay_completed',
  },
  { name: 'I10', what: 'claimed nights that search shows as free', breach: `UPDATE property_search SET busy = '{}'` },
  { name: 'I10', what: 'a published property that search does not know', breach: 'DELETE FROM property_search' },
];

describe('the invariants', () => {
  let database: FreshDatabase;

  beforeEach(async () => {
    database = await freshDatabase();
    await database.run(STAY);
  });
  afterEach(() => database.drop());

  const broken = async (): Promise<string[]> => {
    const said: string[] = [];
    const whole = await checkInvariants(database.url, (line) => said.push(line));
    const names = said.flatMap((line) => /^BROKEN (I\d+)/.exec(line)?.[1] ?? []);
    expect(whole).toBe(names.length === 0);
    return names;
  };

  it('hold over a stay that was booked and paid', async () => {
    expect(await broken()).toEqual([]);
  });

  it.each(BREACHES.filter(({ refusedBy }) => refusedBy))(
    '$name: PostgreSQL refuses $what',
    async ({ breach, refusedBy }) => {
      await expect(database.run(breach)).rejects.toMatchObject({ constraint: refusedBy });
    },
  );

  it.each(BREACHES)('$name: the check finds $what', async ({ name, breach, unguard }) => {
    if (unguard) await database.run(unguard);
    await database.run(breach);
    expect(await broken()).toContain(name);
  });
});
