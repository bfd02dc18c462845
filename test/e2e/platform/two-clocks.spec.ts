import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { book, bookingWhen, expectStatus, person, place, TestApp, waitFor, type Person, newKey } from '#testing';
import { ahead } from '../support/dates-ahead.js';

describe('two processes with one sandbox’s clock', () => {
  let first: TestApp;
  let second: TestApp;
  let host: Person;
  let guest: Person;
  /** Signed in at the second process, which signs its tokens in its own name. */
  let other: Person;
  let stay: { propertyId: string; checkIn: string; checkOut: string };

  beforeAll(async () => {
    first = await TestApp.start();
    second = await first.join();
    guest = await person(first, 'Gil');
    other = await person(second, 'Olga');
    host = await person(first, 'Hanna');
    stay = { propertyId: await place(first, host), checkIn: ahead(0), checkOut: ahead(2) };
  });

  afterAll(async () => {
    await second.stop();
    await first.stop();
  });

  const now = async (app: TestApp): Promise<number> =>
    Date.parse(expectStatus(await app.post<{ now: string }>('/sandbox/clock', { advance: 'PT0S' }), 200).now);

  /** What a process takes for now, without asking it to move its clock: a hold ends 15 minutes later. */
  const timeOfSecond = async (): Promise<number> => {
    const booking = await book(second, other, stay);
    expectStatus(await second.post(`/v1/bookings/${booking.id}/cancel`, {}, other.token, newKey()), 200);
    return Date.parse(booking.expiresAt ?? '') - 15 * 60_000;
  };

  it('have the same time as soon as one of them has moved it', async () => {
    const before = await timeOfSecond();
    await first.advance('P3D');
    const moved = (await timeOfSecond()) - before;
    expect(moved).toBeGreaterThanOrEqual(3 * 86_400_000);
    expect(moved).toBeLessThan(3 * 86_400_000 + 60_000);
  });

  it('both judge deadlines by it', async () => {
    const booking = await book(first, guest, stay);
    await second.advance('PT16M');
    await bookingWhen(first, host, booking.id, 'expired');
  });

  it('lose no move when both are asked at the same moment', async () => {
    const before = await now(first);
    await Promise.all([first, second, first, second].map((app) => app.advance('P1D')));
    const after = [await now(first), await now(second)];
    for (const instant of after) {
      expect(instant - before).toBeGreaterThanOrEqual(4 * 86_400_000);
      expect(instant - before).toBeLessThan(4 * 86_400_000 + 60_000);
    }
  });

  const listening = `WHERE datname = current_database() AND application_name LIKE 'roost clock %'`;

  it('follow again when the connection broke on which they listen', async () => {
    const listeners = async () => (await first.sql(`SELECT FROM pg_stat_activity ${listening}`)).length;
    await first.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity ${listening}`);
    const before = await timeOfSecond();
    await waitFor('both to listen again', async () => ((await listeners()) === 2 ? true : undefined));
    await first.advance('P1D');
    expect((await timeOfSecond()) - before).toBeGreaterThanOrEqual(86_400_000);
  });
});
