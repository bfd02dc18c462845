import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { book, confirmedBooking, expectStatus, person, place, quote, TestApp, type Person } from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { expectWhole } from '../support/whole.js';

describe('what has been done with', () => {
  let app: TestApp;
  let guest: Person;
  let stay: { propertyId: string; checkIn: string; checkOut: string };

  beforeAll(async () => {
    app = await TestApp.start();
    const host = await person(app, 'Hanna');
    guest = await person(app, 'Gil');
    stay = { propertyId: await place(app, host), checkIn: ahead(0), checkOut: ahead(3) };
    await confirmedBooking(app, guest, stay);
    const abandoned = { ...stay, checkIn: ahead(3), checkOut: ahead(5) };
    await book(app, guest, abandoned);
    await quote(app, guest, { ...abandoned, checkIn: ahead(10), checkOut: ahead(12) });
    await app.moveTo(`${ahead(4)}T00:00:00Z`);
  });

  afterAll(() => app.stop());

  const count = async (what: string): Promise<number> =>
    (await app.sql<{ count: number }>(`SELECT count(*)::integer AS count FROM ${what}`))[0]?.count ?? 0;

  it('stays for a time', async () => {
    const kept = ['events', 'event_deliveries', 'mails', 'stripe_events'];
    for (const table of kept) expect([table, await count(table)]).not.toEqual([table, 0]);
  });

  it('goes when that is over, while bookings, their history and the books stay whole', async () => {
    const books = [await count('journals'), await count('entries'), await count(`events WHERE type LIKE 'booking.%'`)];
    expect(books.every((rows) => rows > 0)).toBe(true);
    await app.advance('P100D');
    const gone = ['event_deliveries', 'mails', 'stripe_events', `events WHERE type NOT LIKE 'booking.%'`];
    for (const rows of gone) expect([rows, await count(rows)]).toEqual([rows, 0]);
    expect([await count('quotes'), await count('bookings')]).toEqual([2, 2]);
    expect([
      await count('journals'),
      await count('entries'),
      await count(`events WHERE type LIKE 'booking.%'`),
    ]).toEqual(books);
    await expectWhole(app);
  });

  it('leaves sessions to wall time: one that ended long ago goes, whoever is signed in stays so', async () => {
    const before = await count('sessions');
    await app.sql(`
      UPDATE sessions
      SET expires_at = now() - interval '31 days'
      WHERE user_id <> '${guest.id}'`);
    await app.advance('PT1S');
    expect([before, await count('sessions')]).toEqual([2, 1]);
    expectStatus(await app.get('/v1/users/me', guest.token), 200);
  });
});
