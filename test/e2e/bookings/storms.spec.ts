import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newKey, person, place, quote, TestApp, type Answer, type Person, type ProblemAnswer } from '#testing';
import { expectInvariants } from '../support/whole.js';
import { ahead } from '../support/dates-ahead.js';
import { seeded } from '../support/random.js';

const GUESTS = 200;
const CONNECTIONS = 50;
const ATTEMPTS = 2000;
const PROPERTIES = 5;

describe('storms', () => {
  let app: TestApp;
  let host: Person;
  let guests: Person[];

  beforeAll(async () => {
    // Who gets the nights is tested, and not how fast this machine is: no one is turned away for having waited.
    app = await TestApp.start({ DATABASE_POOL_WAIT_MS: '60000', DATABASE_LOCK_TIMEOUT_MS: '60000' });
    host = await person(app, 'Hanna');
    guests = await Promise.all(Array.from({ length: GUESTS }, (_, index) => person(app, `Guest${index}`)));
  });

  afterAll(() => app.stop());

  it('sells a night once when 200 guests go for it at the same moment', async () => {
    const propertyId = await place(app, host);
    const quotes = await Promise.all(
      guests.map((guest) => quote(app, guest, { propertyId, checkIn: ahead(0), checkOut: ahead(3) })),
    );
    const answers = await Promise.all(
      guests.map((guest, index) =>
        app.post<ProblemAnswer>('/v1/bookings', { quoteId: quotes[index] }, guest.token, newKey()),
      ),
    );
    expect(tally(answers)).toEqual({ '201': 1, '409 dates_unavailable': GUESTS - 1 });
    expect(await app.sql('SELECT FROM claims WHERE property_id = $1', [propertyId])).toHaveLength(1);
  });

  it('survives 2,000 overlapping attempts on 5 properties from 50 connections', async () => {
    const properties = await Promise.all(Array.from({ length: PROPERTIES }, () => place(app, host)));
    const random = seeded(7);
    const answers = await pooled(CONNECTIONS, ATTEMPTS, async (attempt) => {
      const guest = guests[attempt % GUESTS] as Person;
      const start = Math.floor(random() * 300);
      const stay = { checkIn: ahead(start), checkOut: ahead(start + 1 + Math.floor(random() * 7)) };
      const body = { propertyId: properties[attempt % PROPERTIES], ...stay, guests: { adults: 1 } };
      const offer = await app.post<ProblemAnswer & { id: string }>('/v1/quotes', body, guest.token);
      if (offer.status !== 201) return offer;
      return app.post<ProblemAnswer>('/v1/bookings', { quoteId: offer.body.id }, guest.token, newKey());
    });
    expect(Object.keys(tally(answers)).sort()).toEqual(['201', '409 dates_unavailable']);
    const overlaps = await app.sql(`
      SELECT FROM claims a JOIN claims b ON a.property_id = b.property_id AND a.id < b.id AND a.stay && b.stay`);
    expect(overlaps).toEqual([]);
  }, 240_000);

  it('leaves every invariant whole', () => expectInvariants(app));
});

/** How often each answer was given. */
function tally(answers: Answer<ProblemAnswer>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const name = status < 400 ? String(status) : `${status} ${body.code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Runs `work` for 0 … total − 1, so many at a time. */
async function pooled<Result>(
  width: number,
  total: number,
  work: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < total; index = next++) results[index] = await work(index);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
