import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '#database';
import { addDays, instantAt } from '#dates';
import { freshDatabase, testConnection, type FreshDatabase } from '#testing';
import { checkInvariants } from '../../apps/api/src/invariants/check.js';
import { policyFor, type CancellationPolicyCode } from '../../apps/api/src/properties/cancellation.rules.js';

const BEFORE = '0012_unreadable_events';
const THEN = '2026-01-01T00:00:00Z';
const ZONE = 'America/New_York';
const HOST = '00000000-0000-7000-8000-000000000001';
const GUEST = '00000000-0000-7000-8000-000000000002';

/** A quote from before its terms were kept with it. */
interface Sold {
  policy: CancellationPolicyCode;
  nights: number;
  checkIn: string;
  checkInFrom: string;
  mode: 'instant' | 'request';
  /** then its property has other terms by now, and the quote keeps those of its booking */
  isBooked: boolean;
}

interface Kept {
  number: number;
  policy: string;
  terms: object;
  mode: string;
  checkInAt: Date;
  checkOutAt: Date;
  timeZone: string;
}

const POLICIES = ['flexible', 'moderate', 'limited', 'firm', 'strict', 'non_refundable'] as const;

/** An ordinary day; one whose clock skips 02:30; and one that shows 01:30 twice. */
const ARRIVALS = [
  { checkIn: '2027-05-01', checkInFrom: '15:00' },
  { checkIn: '2027-03-14', checkInFrom: '02:30' },
  { checkIn: '2027-11-07', checkInFrom: '01:30' },
] as const;

const SOLD: Sold[] = POLICIES.flatMap((policy) =>
  [3, 27, 28].flatMap((nights) =>
    ARRIVALS.flatMap((arrival) =>
      ([true, false] as const).map((isBooked) => {
        const mode = isBooked ? 'request' : 'instant';
        return { policy, nights, ...arrival, mode, isBooked } as const;
      }),
    ),
  ),
);

const idOf = (kind: number, number: number) => `00000000-0000-7000-800${kind}-${String(number).padStart(12, '0')}`;

/** A property each, so that no stay is in another's way. */
function statementsOf({ policy, nights, checkIn, checkInFrom, mode, isBooked }: Sold, number: number): string {
  const [property, quote, booking] = [1, 2, 3].map((kind) => idOf(kind, number));
  const checkOut = addDays(checkIn, nights);
  const now = isBooked ? { policy: 'moderate', from: '18:00', mode: 'instant' } : { policy, from: checkInFrom, mode };
  const instant = (date: string, time: string) => instantAt(date, time, ZONE).toISOString();
  const offered = `
    INSERT INTO properties (id, host_id, status, title, type, room_type, city, country, latitude, longitude, time_zone,
      guests, bedrooms, beds, bathrooms, currency, nightly, cancellation_policy, check_in_from, check_out_by, booking_mode,
      created_at, updated_at)
    VALUES ('${property}', '${HOST}', 'published', 'Flat', 'apartment', 'entire_place', 'Albany', 'US', 42.6, -73.7, '${ZONE}',
      2, 1, 1, 1, 'USD', 10000, '${now.policy}', '${now.from}', '11:00', '${now.mode}', '${THEN}', '${THEN}');
    INSERT INTO quotes (id, property_id, guest_id, check_in, check_out, adults, children, infants, pets, currency, lines,
      host_lines, total, host_total, expires_at, created_at)
    VALUES ('${quote}', '${property}', '${GUEST}', '${checkIn}', '${checkOut}', 1, 0, 0, 0, 'USD', '[]', '[]', 30000, 27000,
      '${THEN}', '${THEN}');`;
  if (!isBooked) return offered;
  return `${offered}
    INSERT INTO bookings (id, code, property_id, guest_id, host_id, quote_id, status, booking_mode, check_in, check_out,
      check_in_at, check_out_at, time_zone, adults, children, infants, pets, currency, total, host_total,
      cancellation_policy, expires_at, created_at, updated_at)
    VALUES ('${booking}', 'C${number}', '${property}', '${GUEST}', '${HOST}', '${quote}', 'pending_payment', '${mode}',
      '${checkIn}', '${checkOut}', '${instant(checkIn, checkInFrom)}', '${instant(checkOut, '11:00')}', '${ZONE}',
      1, 0, 0, 0, 'USD', 30000, 27000, '${policy}', '${THEN}', '${THEN}', '${THEN}');
    INSERT INTO claims (id, property_id, stay, kind, booking_id, created_at)
    VALUES (gen_random_uuid(), '${property}', '[${checkIn},${checkOut})', 'booking', '${booking}', '${THEN}');
    INSERT INTO events (id, type, subject_id, payload, created_at)
    VALUES (gen_random_uuid(), 'booking.created', '${booking}', '{}', '${THEN}');`;
}

describe('a database with quotes from before their terms were kept', () => {
  let database: FreshDatabase;
  let kept: Map<number, Kept>;

  beforeAll(async () => {
    database = await freshDatabase('empty');
    await migrate(testConnection(database.url), BEFORE);
    await database.run(`
      INSERT INTO users (id, first_name, last_name, created_at, updated_at)
      SELECT unnest(ARRAY['${HOST}', '${GUEST}']::uuid[]), 'Ada', '', '${THEN}', '${THEN}';
      ${SOLD.map(statementsOf).join('\n')}`);
    await migrate(testConnection(database.url));
    kept = await read();
  });

  afterAll(() => database.drop());

  async function read(): Promise<Map<number, Kept>> {
    const rows = await database.rows<Kept>(`
      SELECT right(id::text, 12)::integer AS number, cancellation_policy AS policy, cancellation_terms AS terms,
        booking_mode AS mode, check_in_at AS "checkInAt", check_out_at AS "checkOutAt", time_zone AS "timeZone"
      FROM quotes`);
    return new Map(rows.map((row) => [row.number, row]));
  }

  it('has the same quotes after it has been migrated', () => {
    expect(kept.size).toBe(SOLD.length);
  });

  it.each(SOLD.map((sold, number) => ({ number, ...sold })))(
    'keeps the terms of $policy for $nights nights from $checkIn $checkInFrom (booked: $isBooked)',
    ({ number, policy, nights, checkIn, checkInFrom, mode }) => {
      expect(kept.get(number)).toEqual({
        number,
        policy,
        terms: policyFor(policy, nights),
        mode,
        checkInAt: instantAt(checkIn, checkInFrom, ZONE),
        checkOutAt: instantAt(addDays(checkIn, nights), '11:00', ZONE),
        timeZone: ZONE,
      });
    },
  );

  it('refuses changes of quotes again', async () => {
    await expect(database.run('UPDATE quotes SET total = 1')).rejects.toThrow('append-only');
  });

  it('holds every invariant', async () => {
    const said: string[] = [];
    expect((await checkInvariants(database.url, (line) => said.push(line))) || said).toBe(true);
  });
});
