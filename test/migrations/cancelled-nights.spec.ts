import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '#database';
import { freshDatabase, testConnection, type FreshDatabase } from '#testing';

const BEFORE = '0018_sold_booking_mode';
const THEN = '2026-01-01T00:00:00Z';
const HOST = '00000000-0000-7000-8000-000000000001';
const GUEST = '00000000-0000-7000-8000-000000000002';
const PROPERTY = '00000000-0000-7000-8000-000000000003';
const OTHER_PROPERTY = '00000000-0000-7000-8000-000000000004';
const BOOKED = "'2027-05-01', '2027-05-04'";

/** What was blocked before, and what it is. */
const BLOCKS = [
  {
    what: 'by cancelling',
    property: PROPERTY,
    stay: '[2027-05-01,2027-05-04)',
    note: 'Cancelled booking CBYHOST',
    kind: 'cancelled',
  },
  {
    what: 'by hand, for other nights',
    property: PROPERTY,
    stay: '[2027-06-01,2027-06-04)',
    note: 'Cancelled booking CBYHOST',
    kind: 'block',
  },
  {
    what: 'by hand, at another place',
    property: OTHER_PROPERTY,
    stay: '[2027-05-01,2027-05-04)',
    note: 'Cancelled booking CBYHOST',
    kind: 'block',
  },
  {
    what: 'by hand, with a note of their own',
    property: PROPERTY,
    stay: '[2027-07-01,2027-07-04)',
    note: 'Painting',
    kind: 'block',
  },
];

const property = (id: string): string => `
  INSERT INTO properties (id, host_id, status, title, type, room_type, city, country, latitude, longitude, time_zone,
    guests, bedrooms, beds, bathrooms, currency, nightly, created_at, updated_at)
  VALUES ('${id}', '${HOST}', 'published', 'Flat', 'apartment', 'entire_place', 'Albany', 'US', 42.6, -73.7,
    'America/New_York', 2, 1, 1, 1, 'USD', 10000, '${THEN}', '${THEN}');`;

describe('a database with blocks from before those of cancelled bookings were told apart', () => {
  let database: FreshDatabase;
  let kinds: Map<string, string>;

  beforeAll(async () => {
    database = await freshDatabase('empty');
    await migrate(testConnection(database.url), BEFORE);
    await database.run(`
      INSERT INTO users (id, first_name, last_name, created_at, updated_at)
      SELECT unnest(ARRAY['${HOST}', '${GUEST}']::uuid[]), 'Ada', '', '${THEN}', '${THEN}';
      ${property(PROPERTY)}
      ${property(OTHER_PROPERTY)}
      INSERT INTO quotes (id, property_id, guest_id, check_in, check_out, adults, children, infants, pets, currency, lines,
        host_lines, total, host_total, expires_at, created_at, cancellation_policy, cancellation_terms, check_in_at,
        check_out_at, time_zone, booking_mode)
      VALUES ('${HOST}', '${PROPERTY}', '${GUEST}', ${BOOKED}, 1, 0, 0, 0, 'USD', '[]',
        '[]', 30000, 27000, '${THEN}', '${THEN}', 'moderate', '{}', '2027-05-01T19:00:00Z',
        '2027-05-04T15:00:00Z', 'America/New_York', 'instant');
      INSERT INTO bookings (id, code, property_id, guest_id, host_id, quote_id, status, booking_mode, check_in, check_out,
        check_in_at, check_out_at, time_zone, adults, children, infants, pets, currency, total, host_total,
        cancellation_policy, confirmed_at, ended_at, created_at, updated_at)
      VALUES ('${HOST}', 'CBYHOST', '${PROPERTY}', '${GUEST}', '${HOST}', '${HOST}', 'cancelled_by_host', 'instant', ${BOOKED},
        '2027-05-01T19:00:00Z', '2027-05-04T15:00:00Z', 'America/New_York', 1, 0, 0, 0, 'USD', 30000, 27000,
        'moderate', '${THEN}', '${THEN}', '${THEN}', '${THEN}');
      ${BLOCKS.map(
        (block) => `
          INSERT INTO claims (id, property_id, stay, kind, note, created_at)
          VALUES (gen_random_uuid(), '${block.property}', '${block.stay}', 'block', '${block.note}', '${THEN}');`,
      ).join('')}`);
    await migrate(testConnection(database.url));
    const rows = await database.rows<{ block: string; kind: string }>(
      `SELECT property_id || stay::text AS block, kind FROM claims`,
    );
    kinds = new Map(rows.map(({ block, kind }) => [block, kind]));
  });

  afterAll(() => database.drop());

  it.each(BLOCKS)('has nights that were taken $what as $kind', ({ property: at, stay, kind }) => {
    expect(kinds.get(`${at}${stay}`)).toBe(kind);
  });
});
