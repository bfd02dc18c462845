import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  expectStatus,
  PASSWORD,
  person,
  place,
  TestApp,
  waitFor,
  type Answer,
  type Person,
  type ProblemAnswer,
} from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { afterStays, fullLife, type FullLife } from '../support/full-life.js';
import { lettersTo } from '../support/letters.js';
import { settle } from '../support/settled.js';
import { storedIn, tracesIn, tracesInStorage } from '../support/traces.js';
import { expectInvariants, expectWhole } from '../support/whole.js';

/** What stays, and says something of where they came from: entries of the audit log are never changed. */
const KEPT = { audit_entries: ['network', 'user_agent'] };

/** What money says, to the cent, of all bookings. */
const MONEY = `
  SELECT b.id, b.status, b.total::text, b.host_total::text, b.currency, p.captured_amount::text, p.refunded_amount::text,
    (SELECT json_agg(json_build_array(e.account, e.amount) ORDER BY e.id)
     FROM journals j JOIN entries e ON e.journal_id = j.id WHERE j.booking_id = b.id) AS entries
  FROM bookings b
  LEFT JOIN payments p ON p.booking_id = b.id
  ORDER BY b.id`;

describe('an account that is erased', () => {
  let app: TestApp;
  let host: Person;
  let guest: Person;
  let hostPlace: string;
  let life: FullLife;
  let elsewhere: Person;
  let before: unknown;
  let erased: Answer;

  beforeAll(async () => {
    app = await TestApp.start();
    [host, guest] = [await person(app, 'Hanna'), await person(app, 'Gil')];
    hostPlace = await place(app, host);
    life = await fullLife(app, 'ada', { host, hostPlace, guest });
    await app.moveTo(`${ahead(13)}T12:00:00Z`);
    elsewhere = life.who;
    life.who = await afterStays(app, life);
    expectStatus(await app.post('/v1/users/me/exports', undefined, life.who.token), 202);
    expect(await storedIn(app, 'photos')).toHaveLength(2);
    await waitFor('the export', async () => ((await storedIn(app, 'exports')).length > 0 ? true : undefined));
    await expectWhole(app);
  });

  it('is there for as long as its owner has money to get for a stay', async () => {
    const refused = await app.post<ProblemAnswer & { open: object[] }>(
      '/v1/users/me/erasure',
      undefined,
      life.who.token,
    );
    const reason = 'What your places have earned in USD has not been paid out.';
    expect([refused.status, refused.body.open]).toEqual([
      409,
      [{ type: 'payout', id: life.who.id, reason, until: null }],
    ]);
    await settle(app, life.who.id);
    await expectWhole(app);
  });
  afterAll(() => app.stop());

  const words = () => [...life.canaries.all().values(), life.who.email];

  it('was all over the database before: each of its marks would be found', async () => {
    const found = await tracesIn(app, words());
    const unseen = words().filter((word) => !found.some((trace) => trace.endsWith(` ${word}`)));
    expect(unseen).toEqual([]);
  });

  it('says before what goes, and what stays and why', async () => {
    const preview = await app.get('/v1/users/me/erasure', life.who.token);
    expect(expectStatus(preview, 200)).toMatchObject({
      open: [],
      erased: expect.arrayContaining(['what you have written to hosts']),
      kept: expect.arrayContaining([
        { what: expect.stringContaining('audit log'), why: expect.stringContaining('17(3)') },
      ]),
    });
  });

  it('is gone at once, everywhere that it was signed in', async () => {
    before = await app.sql(MONEY);
    erased = await app.post('/v1/users/me/erasure', undefined, life.who.token);
    expect([erased.status, erased.body]).toEqual([204, '']);
    for (const { token } of [life.who, elsewhere]) expect((await app.get('/v1/users/me', token)).status).toBe(401);
    const login = await app.post<ProblemAnswer>('/v1/auth/login', { email: life.who.email, password: PASSWORD });
    expect([login.status, login.body.code]).toEqual([401, 'invalid_credentials']);
  });

  it('is told of once more, in a letter of which nothing stays', async () => {
    await waitFor('the last letter', async () =>
      (await lettersTo(app, life.who)).includes('Your account has been erased') ? true : undefined,
    );
    await waitFor('it to be forgotten', async () =>
      (await app.sql('SELECT FROM mails WHERE due_at IS NOT NULL')).length === 0 ? true : undefined,
    );
  });

  it('has left no trace in any column of any table, nor in the storage', async () => {
    await app.advance('PT1H');
    // The login of a moment ago was counted for the address, which nobody reads out of the hash.
    expect(await tracesIn(app, words(), KEPT)).toEqual([]);
    expect(await tracesInStorage(app, words())).toEqual([]);
    expect(await storedIn(app, 'exports')).toEqual([]);
    expect(await storedIn(app, 'photos')).toEqual([]);
    expect(await app.sql('SELECT FROM user_photos UNION ALL SELECT FROM file_removals')).toEqual([]);
  });

  it('has left the money as it was, to the cent, and every invariant', async () => {
    expect(await app.sql(MONEY)).toEqual(before);
    await expectInvariants(app);
  });

  it('is somebody without a name to others, whose stays and ratings stay', async () => {
    const hosted = await app.get(`/v1/bookings/${life.stay}`, host.token);
    expect(expectStatus(hosted, 200)).toMatchObject({ status: 'completed', message: '', guestId: life.who.id });
    const stay = await app.get(`/v1/bookings/${life.hosted}`, guest.token);
    expect(expectStatus(stay, 200)).toMatchObject({
      property: { title: 'A place that is gone', addressLine1: '', city: 'Albany' },
    });
    const shown = await app.get(`/v1/users/${life.who.id}`);
    expect(shown.body).toMatchObject({ firstName: 'Former member', languages: [], verified: [] });
    expect(shown.body).not.toHaveProperty('bio');
    expect(shown.body).not.toHaveProperty('photoUrl');
    const reviews = await app.get<{ data: unknown[] }>(`/v1/properties/${hostPlace}/reviews`);
    expect(reviews.body.data).toEqual([
      expect.objectContaining({ authorName: 'Former guest', rating: 2, comment: '' }),
    ]);
    expect((await app.get(`/v1/properties/${life.property}`)).status).toBe(404);
    expect((await app.get(`/v1/search?bbox=-74,42,-73,43`)).body).toMatchObject({
      data: [{ property: { id: hostPlace } }],
    });
  });

  it('leaves its address free: who registers with it is somebody new', async () => {
    const body = { email: life.who.email, password: PASSWORD, firstName: 'Nora', lastName: '' };
    const again = await app.post<{ user: { id: string }; accessToken: string }>('/v1/auth/register', body);
    const { user, accessToken } = expectStatus(again, 201);
    expect(user.id).not.toBe(life.who.id);
    const bookings = await app.get<{ data: unknown[] }>('/v1/bookings', accessToken);
    expect(bookings.body.data).toEqual([]);
  });
});
