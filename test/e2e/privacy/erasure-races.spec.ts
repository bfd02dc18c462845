import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  newKey,
  PASSWORD,
  person,
  place,
  quote,
  TestApp,
  type Answer,
  type Person,
  type ProblemAnswer,
} from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { expectInvariants } from '../support/whole.js';

const TIMES = 12;

describe('an account that is erased while something else happens to it', () => {
  let app: TestApp;
  let host: Person;
  let places: string[];

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
    places = await Promise.all(Array.from({ length: 4 }, () => place(app, host)));
  });
  afterAll(() => app.stop());

  const erase = (who: Person) => app.post<ProblemAnswer>('/v1/users/me/erasure', undefined, who.token);
  const bookWith = (who: Person, quoteId: string) =>
    app.post<ProblemAnswer>('/v1/bookings', { quoteId }, who.token, newKey());
  /** One race after the other: what is at once is what belongs to one account. */
  const times = async <Result>(work: (time: number) => Promise<Result>): Promise<Result[]> => {
    const results: Result[] = [];
    for (let time = 0; time < TIMES; time += 1) results.push(await work(time));
    return results;
  };
  const statuses = (answers: Answer[]) => answers.map(({ status }) => status);

  /** Either the account is there with all that was begun, or it is gone and nothing was. */
  const openOf = async (who: Person) => {
    const [found] = await app.sql<{ erased: boolean; open: number; sessions: number }>(
      `SELECT u.erased_at IS NOT NULL AS erased,
         (SELECT count(*)::integer FROM bookings b
          WHERE u.id IN (b.guest_id, b.host_id) AND b.status IN ('pending_payment', 'requested', 'confirmed')) AS open,
         (SELECT count(*)::integer FROM sessions s WHERE s.user_id = u.id) AS sessions
       FROM users u WHERE u.id = $1`,
      [who.id],
    );
    return found;
  };

  it('has no booking that began in that moment: one of the two is refused', async () => {
    const results = await times(async (time) => {
      const guest = await person(app, 'Gil');
      const stay = { checkIn: ahead(3 * time), checkOut: ahead(3 * time + 2) };
      const quotes = await Promise.all(places.map((propertyId) => quote(app, guest, { propertyId, ...stay })));
      const [erased, ...booked] = await Promise.all([erase(guest), ...quotes.map((id) => bookWith(guest, id))]);
      return { answer: erased.status, booked: statuses(booked), ...(await openOf(guest)) };
    });
    for (const { answer, booked, ...found } of results) {
      expect(booked.filter((status) => ![201, 401, 404].includes(status))).toEqual([]);
      if (answer === 204)
        expect({ booked: booked.includes(201), ...found }).toEqual({
          booked: false,
          erased: true,
          open: 0,
          sessions: 0,
        });
      else
        expect({ answer, ...found }).toMatchObject({
          answer: 409,
          erased: false,
          open: booked.filter((s) => s === 201).length,
        });
    }
  });

  it('has no guest who came in that moment, where it is a host’s', async () => {
    const results = await times(async (time) => {
      const [owner, guest] = [await person(app, 'Hugo'), await person(app, 'Gil')];
      const propertyId = await place(app, owner);
      const stay = { propertyId, checkIn: ahead(3 * time), checkOut: ahead(3 * time + 2) };
      const id = await quote(app, guest, stay);
      const [erased, booked] = await Promise.all([erase(owner), bookWith(guest, id)]);
      return { both: `${erased.status} ${booked.status}`, ...(await openOf(owner)) };
    });
    for (const { both, ...found } of results) {
      if (both.startsWith('204'))
        expect({ both, ...found }).toMatchObject({ both: expect.stringMatching(/409$/), erased: true, open: 0 });
      else expect({ both, ...found }).toMatchObject({ both: '409 201', erased: false, open: 1 });
    }
  });

  it('is erased once, and nobody signs in to it in that moment', async () => {
    const results = await times(async () => {
      const who = await person(app, 'Ada');
      const login = () => app.post<ProblemAnswer>('/v1/auth/login', { email: who.email, password: PASSWORD });
      const place1 = () => app.post<ProblemAnswer>('/v1/users/me/exports', undefined, who.token);
      const [one, two, ...rest] = await Promise.all([erase(who), erase(who), login(), place1(), login()]);
      return { answers: statuses([one, two]).sort(), rest: statuses(rest), ...(await openOf(who)) };
    });
    for (const { answers, rest, ...found } of results) {
      expect(answers[0]).toBe(204);
      expect([401, 404]).toContain(answers[1]);
      expect(rest.filter((status) => status >= 500)).toEqual([]);
      expect(found).toEqual({ erased: true, open: 0, sessions: 0 });
    }
  });

  it('leaves every invariant', () => expectInvariants(app));
});
