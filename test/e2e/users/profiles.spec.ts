import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  bookingWhen,
  confirmedBooking,
  expectStatus,
  person,
  place,
  TestApp,
  type Answer,
  type Person,
  type ProblemAnswer,
} from '#testing';
import { verificationToken } from '../support/accounts.js';
import { ahead } from '../support/dates-ahead.js';

interface Profile {
  languages: string[];
  bio?: string;
  timeZone?: string;
  currency?: string;
  version: number;
}
interface Seen {
  since: string;
  verified: string[];
  hostRating: object;
  reviewsWritten: number;
}

const PROFILE = {
  languages: ['pt-BR', 'en'],
  bio: 'I restore old houses.\n\nAnd know <b>every</b> bakery in town.',
  timeZone: 'America/New_York',
  currency: 'USD',
};

describe('what people tell of themselves', () => {
  let app: TestApp;
  let ada: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    ada = await person(app);
  });
  afterAll(() => app.stop());

  const change = (body: object): Promise<Answer<Profile & ProblemAnswer>> =>
    app.call('PATCH', '/v1/users/me', { token: ada.token, body, headers: { 'if-match': '*' } });
  const me = async () => expectStatus(await app.get<Profile>('/v1/users/me', ada.token), 200);
  const seen = async ({ id }: Person) => expectStatus(await app.get<Seen>(`/v1/users/${id}`), 200);

  it('is nothing at first', async () => {
    expect(await me()).toMatchObject({ languages: [] });
    expect(
      Object.keys(await me()).filter((name) => ['bio', 'timeZone', 'currency', 'photoUrl'].includes(name)),
    ).toEqual([]);
  });

  it('is kept as they wrote it, languages in their one spelling', async () => {
    const changed = expectStatus(
      await change({ ...PROFILE, languages: ['PT-br', 'en'], bio: ` ${PROFILE.bio}\n` }),
      200,
    );
    expect(changed).toMatchObject(PROFILE);
    expect(await me()).toMatchObject(PROFILE);
    // What is left out stays.
    expect(expectStatus(await change({ firstName: 'Augusta' }), 200)).toMatchObject(PROFILE);
  });

  it('is in the audit log as a change, and not as what it is', async () => {
    const [log] = await app.sql<{ text: string }>(
      `SELECT string_agg(e::text, ' ') AS text FROM audit_entries e WHERE action = 'user.profile_changed'`,
    );
    for (const name of ['bio', 'languages', 'timeZone', 'currency']) expect(log?.text).toContain(name);
    for (const told of ['restore', 'pt-BR', 'New_York', 'USD']) expect(log?.text).not.toContain(told);
  });

  it('goes field by field with null', async () => {
    for (const field of ['bio', 'timeZone', 'currency'] as const) {
      expect(expectStatus(await change({ ...PROFILE, [field]: null }), 200)[field]).toBeUndefined();
    }
    expect(expectStatus(await change({ ...PROFILE, languages: null }), 200).languages).toEqual([]);
    expect(expectStatus(await change({ ...PROFILE, languages: [] }), 200).languages).toEqual([]);
  });

  it('is the same over GraphQL', async () => {
    const fields = 'languages bio timeZone currency photoUrl';
    const update = `mutation ($version: Int!, $input: UpdateMeInput!) { updateMe(version: $version, input: $input) { ${fields} } }`;
    const { version } = await me();
    const { data } = await app.graphql(update, { version, input: PROFILE }, ada.token);
    expect(data).toEqual({ updateMe: { ...PROFILE, photoUrl: null } });
    const cleared = { languages: null, bio: null, timeZone: null, currency: null };
    await app.graphql(update, { version: version + 1, input: cleared }, ada.token);
    const read = await app.graphql(`{ me { ${fields} } }`, {}, ada.token);
    expect(read.data).toEqual({ me: { ...cleared, languages: [], photoUrl: null } });
  });

  it.each([
    [{ languages: 'en' }, '/languages is_array'],
    [{ languages: ['en', 'EN'] }, '/languages array_unique'],
    [{ languages: ['en', 'klingonish-language'] }, '/languages/1 language'],
    [{ languages: ['de', ''] }, '/languages/1 language'],
    [{ languages: [5] }, '/languages/0 language'],
    [{ languages: [null] }, '/languages/0 language'],
    [
      { languages: 'aa ab af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca'.split(' ') },
      '/languages array_max_size',
    ],
    [{ bio: 'x'.repeat(2001) }, '/bio max_length'],
    [{ bio: ' ' }, '/bio min_length'],
    [{ bio: 'a\u0000b' }, '/bio text'],
    [{ bio: 5 }, '/bio string'],
    [{ timeZone: 'Mars/Olympus' }, '/timeZone time_zone'],
    [{ timeZone: '+02:00' }, '/timeZone time_zone'],
    [{ timeZone: '' }, '/timeZone time_zone'],
    [{ currency: 'usd' }, '/currency currency'],
    [{ currency: 'XXX' }, '/currency currency'],
    [{ photoUrl: 'https://example.com/a.png' }, '/photoUrl unknown_field'],
  ])('is refused as %j', async (body, fault) => {
    const before = await me();
    const { status, body: problem } = await change(body);
    expect(status).toBe(400);
    expect(problem.errors?.map(({ pointer, code }) => `${pointer} ${code}`)).toContain(fault);
    expect(await me()).toEqual(before);
  });

  it('names every wrong field at once', async () => {
    const { body } = await change({ languages: ['??'], bio: '', timeZone: 'x', currency: 'x', firstName: '' });
    const pointers = new Set(body.errors?.map(({ pointer }) => pointer));
    expect([...pointers].sort()).toEqual(['/bio', '/currency', '/firstName', '/languages/0', '/timeZone']);
  });

  it('is shown to others but for where they live and what they pay in', async () => {
    expectStatus(await change(PROFILE), 200);
    expect(await seen(ada)).toEqual({
      id: ada.id,
      firstName: 'Augusta',
      since: '2026-11-23',
      languages: PROFILE.languages,
      bio: PROFILE.bio,
      verified: [],
      hostRating: { count: 0 },
      reviewsWritten: 0,
    });
    const verified = { token: await verificationToken(app, ada) };
    expectStatus(await app.post('/v1/auth/email-verifications/confirm', verified), 204);
    expect((await seen(ada)).verified).toEqual(['email']);
  });

  it('goes together with what is said of their places, and how often they said something of others’', async () => {
    const [host, guest] = [await person(app, 'Hanna'), await person(app, 'Gil')];
    const places = [await place(app, host), await place(app, host)];
    const stays = [];
    for (const propertyId of places)
      stays.push(await confirmedBooking(app, guest, { propertyId, checkIn: ahead(1), checkOut: ahead(2) }));
    await app.sql('UPDATE properties SET imported_rating = 4.5, imported_ratings = 2 WHERE id = $1', [places[0]]);
    await app.moveTo(`${ahead(4)}T00:00:00Z`);
    for (const [index, { id }] of stays.entries()) {
      await bookingWhen(app, guest, id, 'completed');
      const review = { rating: 3 + index, comment: 'Quiet.' };
      expectStatus(await app.post(`/v1/bookings/${id}/reviews`, review, guest.token), 201);
    }
    // 3, 4, and 4.5 twice
    expect(await seen(host)).toMatchObject({ hostRating: { average: 4, count: 4 }, reviewsWritten: 0 });
    expect(await seen(guest)).toMatchObject({ hostRating: { count: 0 }, reviewsWritten: 2 });
    const query = `query ($id: ID!) { user(id: $id) { since verified hostRating { average count } reviewsWritten photoUrl } }`;
    expect((await app.graphql(query, { id: host.id })).data).toEqual({
      user: {
        since: '2026-11-23',
        verified: [],
        hostRating: { average: 4, count: 4 },
        reviewsWritten: 0,
        photoUrl: null,
      },
    });
  });
});
