import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database, sql } from '#database';
import { freshDatabase, startContext, testConfig, type FreshDatabase } from '#testing';
import { dueBookings, setBookingAside, type DueBooking } from './booking-deadlines.queries.js';

const NOW = new Date('2027-03-01T12:00:00Z');
const LATER = new Date('2027-03-01T13:00:00Z');

let database: FreshDatabase;
let app: INestApplicationContext;
let db: Database;

beforeAll(async () => {
  database = await freshDatabase();
  app = await startContext({ config: testConfig(database.url), role: 'none' });
  db = app.get(Database);
});

// Nothing but the booking itself is looked at here: what it refers to is left out.
beforeEach(() =>
  database.run(`
    SET session_replication_role = replica;
    DELETE FROM bookings;
    INSERT INTO bookings (id, code, property_id, guest_id, host_id, quote_id, status, booking_mode, check_in, check_out,
      check_in_at, check_out_at, time_zone, adults, children, infants, pets, currency, total, host_total,
      cancellation_policy, expires_at, created_at, updated_at)
    SELECT id, 'BCDFGHJK', id, id, gen_random_uuid(), id, 'pending_payment', 'request', '2027-05-01', '2027-05-04',
      '2027-05-01T19:00Z', '2027-05-04T15:00Z', 'America/New_York', 1, 0, 0, 0, 'USD', 30000, 27000,
      'flexible', '2027-03-01T11:00Z', '2027-03-01T10:45Z', '2027-03-01T10:45Z'
    FROM gen_random_uuid() AS id`),
);

afterAll(async () => {
  await app.close();
  await database.drop();
});

const due = async (): Promise<DueBooking> => {
  const [booking] = await dueBookings(db, 'expires_at', NOW, 1);
  if (!booking) throw new Error('no booking is due');
  return booking;
};
const stored = () =>
  db.firstRow(sql<{ attempts: number; retryAt: Date | null }>`
    SELECT attempts, retry_at AS "retryAt"
    FROM bookings`);

describe('a booking whose deadline could not be kept', () => {
  it('is set aside, and is not due until then', async () => {
    await setBookingAside(db, await due(), LATER);
    expect(await stored()).toEqual({ attempts: 1, retryAt: LATER });
    expect(await dueBookings(db, 'expires_at', NOW, 1)).toEqual([]);
    expect(await dueBookings(db, 'expires_at', LATER, 1)).toMatchObject([{ attempts: 1 }]);
  });

  it('and that others have moved meanwhile does not wait with its new deadline', async () => {
    const found = await due();
    await database.run(`
      SET session_replication_role = replica;
      UPDATE bookings SET status = 'requested', expires_at = '${NOW.toISOString()}'`);
    await setBookingAside(db, found, LATER);
    expect(await stored()).toEqual({ attempts: 0, retryAt: null });
    expect(await dueBookings(db, 'expires_at', NOW, 1)).toHaveLength(1);
  });

  it('and that two processes have tried at once is set aside once', async () => {
    const found = await due();
    await Promise.all([setBookingAside(db, found, LATER), setBookingAside(db, found, LATER)]);
    expect(await stored()).toEqual({ attempts: 1, retryAt: LATER });
  });
});
