import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, place, TestApp, waitFor, type Answer, type Person } from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { expectInvariants } from '../support/whole.js';

const REQUESTS = 100;

describe('a database that gives out', () => {
  let app: TestApp;
  let guest: Person;
  let propertyId: string;

  beforeAll(async () => {
    app = await TestApp.start({ LOG_LEVEL: 'silent', DATABASE_POOL: '3', DATABASE_POOL_WAIT_MS: '300' });
    guest = await person(app);
    propertyId = await place(app, await person(app, 'Hanna'));
  });

  afterAll(() => app.stop());

  const tally = (answers: Answer[]) => new Set(answers.map(({ status }) => status));

  it('is an honest 503 with Retry-After when no connection is free, and forgotten when one is again', async () => {
    const holder = await app.pool.connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE properties IN ACCESS EXCLUSIVE MODE');
    const asked = Array.from({ length: REQUESTS }, () => app.get(`/v1/properties/${propertyId}`));
    const ready = await waitFor('readiness to tell of it', async () => {
      const answer = await app.get('/health/ready');
      return answer.status === 503 ? answer : undefined;
    });
    expect(ready.headers.get('retry-after')).toMatch(/^\d+$/);
    expectStatus(await app.get('/health/live'), 200);
    const refused = await Promise.all(asked);
    expect(tally(refused)).toEqual(new Set([503]));
    expect(refused.every(({ headers }) => /^\d+$/.test(headers.get('retry-after') ?? ''))).toBe(true);
    await holder.query('ROLLBACK');
    holder.release();
    await waitFor('readiness', async () => ((await app.get('/health/ready')).status === 200 ? true : undefined));
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.get(`/v1/properties/${propertyId}`)));
    expect(tally(answers)).toEqual(new Set([200]));
  });

  it('costs nobody more than a 503 when connections are ended under load, and nothing is done twice', async () => {
    const ask = (day: number) => {
      const stay = { propertyId, checkIn: ahead(day), checkOut: ahead(day + 1), guests: { adults: 1 } };
      return app.post<{ id: string }>('/v1/quotes', stay, guest.token);
    };
    const endOne = () =>
      app.sql<{ ended: boolean }>(`
        SELECT pg_terminate_backend(pid) AS ended
        FROM pg_stat_activity
        WHERE datname = current_database()
          AND pid <> pg_backend_pid()
        ORDER BY state = 'idle', random()
        LIMIT 1`);
    const answers: Answer<{ id: string }>[] = [];
    let ended = 0;
    for (let day = 0; day < 40; day += 1) {
      const [answer, one] = await Promise.all([ask(day), endOne()]);
      answers.push(answer);
      ended += one.length;
    }
    expect(ended).toBeGreaterThan(0);
    expect([...tally(answers)].filter((status) => status !== 201 && status !== 503)).toEqual([]);
    await waitFor('an answer', async () => {
      // Each for a stay of its own, so that every quote tells which request it is of.
      const answer = await ask(answers.length);
      answers.push(answer);
      return answer.status === 201 ? true : undefined;
    });
    const quotes = await app.sql<{ id: string; checkIn: string }>('SELECT id, check_in::text AS "checkIn" FROM quotes');
    expect(new Set(quotes.map(({ checkIn }) => checkIn)).size).toBe(quotes.length);
    const promised = answers.filter(({ status }) => status === 201).map(({ body }) => body.id);
    expect(quotes.map(({ id }) => id)).toEqual(expect.arrayContaining(promised));
    await waitFor('readiness', async () => ((await app.get('/health/ready')).status === 200 ? true : undefined));
    await expectInvariants(app);
  });
});
