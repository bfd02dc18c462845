import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  book,
  confirmedBooking,
  expectStatus,
  newKey,
  PASSWORD,
  person,
  place,
  quote,
  TestApp,
  waitFor,
  type Person,
  type ProblemAnswer,
} from '#testing';
import { codeOf, confirmChange, firstLink, linksTo, reset, resetToken, tokenAfter } from '../support/accounts.js';
import { ahead } from '../support/dates-ahead.js';
import { grant } from '../support/grants.js';
import { letterTo, readLetters } from '../support/letters.js';
import { staff } from '../support/staff.js';
import { expectWhole } from '../support/whole.js';

interface Account extends ProblemAnswer {
  id: string;
  roles: string[];
  suspension: { reason: string; suspendedBy: string } | null;
  version: number;
}
interface Tokens extends ProblemAnswer {
  accessToken: string;
  refreshToken: string;
}

describe('an account', () => {
  let app: TestApp;
  let admin: Person;
  let support: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    admin = await staff(app, 'admin');
    support = await staff(app, 'support');
  });
  afterAll(() => app.stop());

  const suspend = (who: Person, by = admin, reason = 'Reported (case 4711)') =>
    app.post<Account>(`/v1/users/${who.id}/suspend`, { reason }, by.token);
  const restore = (who: Person, by = admin) =>
    app.post<Account>(`/v1/users/${who.id}/restore`, { reason: 'A mistake' }, by.token);
  const login = ({ email }: Person, password = PASSWORD) => app.post<Tokens>('/v1/auth/login', { email, password });
  const statusOf = async ({ token }: Person) => (await app.get('/v1/users/me', token)).status;

  it('that is suspended is shut out from its next request on, and let in again when it is restored', async () => {
    const eve = await person(app, 'Eve');
    const { refreshToken } = expectStatus(await login(eve), 200);
    const suspended = expectStatus(await suspend(eve), 200);
    expect(suspended.suspension).toMatchObject({ reason: 'Reported (case 4711)', suspendedBy: admin.id });
    expect(await statusOf(eve)).toBe(401);
    expect((await app.post('/v1/auth/refresh', { refreshToken })).status).toBe(401);
    expect(await login(eve)).toMatchObject({ status: 403, body: { code: 'account_suspended' } });
    expect(await letterTo(app, eve, /is suspended/)).toBeTruthy();
    expect((await readLetters(app, eve)).map(({ text }) => text).join()).toContain('Why: Reported (case 4711)');
    expect(expectStatus(await restore(eve), 200).suspension).toBeNull();
    const { accessToken } = expectStatus(await login(eve), 200);
    expect(await statusOf({ ...eve, token: accessToken })).toBe(200);
    expect(await statusOf(eve)).toBe(401);
    expect(await letterTo(app, eve, /open again/)).toBeTruthy();
  });

  it('that is suspended is told of only to who knows its password', async () => {
    const eve = await person(app, 'Eve');
    expectStatus(await suspend(eve), 200);
    const wrong = await login(eve, 'three owls in a hollow oak 7');
    const nobody = await login({ ...eve, email: 'no.account@example.com' });
    expect({ ...wrong.body, instance: '' }).toEqual({ ...nobody.body, instance: '' });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
  });

  it('that is suspended gets no other address by links from before, and no other password', async () => {
    const eve = await person(app, 'Eve');
    const wanted = { email: `eve.elsewhere.${eve.id}@example.org` };
    const change = () => app.post('/v1/users/me/email', { ...wanted, password: PASSWORD }, eve.token);
    const leave = await tokenAfter(app, eve, /is to change/, async () => expectStatus(await change(), 202));
    const take = await firstLink(app, wanted, /^Confirm your new/);
    const link = await resetToken(app, eve);
    expectStatus(await suspend(eve), 200);
    for (const token of [leave, take]) expect(codeOf(await confirmChange(app, token))).toBe('400 invalid_code');
    expect(codeOf(await reset(app, link, 'three herons on a wet roof 9'))).toBe('400 invalid_code');
    expect(await app.sql('SELECT email FROM users WHERE id = $1', [eve.id])).toEqual([{ email: eve.email }]);
    // Nor is one mailed that would be of no use, though the answer is the same; the one from before stays the last.
    expect((await app.post('/v1/auth/password-resets', { email: eve.email })).status).toBe(202);
    await waitFor('the request to be looked at', async () =>
      (await app.sql('SELECT FROM code_requests')).length === 0 ? true : undefined,
    );
    expectStatus(await restore(eve), 200);
    expect(codeOf(await reset(app, link, 'three herons on a wet roof 9'))).toBe('204');
    expect(await linksTo(app, eve, /^Reset your password/)).toEqual([link]);
  });

  it('that was suspended behind our back does not refresh, and its refresh token is not used up', async () => {
    const eve = await person(app, 'Eve');
    const { refreshToken } = expectStatus(await login(eve), 200);
    await app.sql('UPDATE users SET suspended_at = now() WHERE id = $1', [eve.id]);
    const refresh = () => app.post<Tokens>('/v1/auth/refresh', { refreshToken });
    expect(await refresh()).toMatchObject({ status: 403, body: { code: 'account_suspended' } });
    await app.sql('UPDATE users SET suspended_at = NULL WHERE id = $1', [eve.id]);
    expect((await refresh()).status).toBe(200);
  });

  it('that is suspended or restored again is as it was, with one record of it', async () => {
    const eve = await person(app, 'Eve');
    const first = expectStatus(await suspend(eve), 200);
    expect(expectStatus(await suspend(eve, admin, 'Once more'), 200)).toEqual(first);
    expectStatus(await restore(eve), 200);
    expectStatus(await restore(eve), 200);
    const records = await app.sql('SELECT reason, restore_reason FROM suspensions WHERE user_id = $1', [eve.id]);
    expect(records).toEqual([{ reason: 'Reported (case 4711)', restore_reason: 'A mistake' }]);
  });

  it.each(['suspend', 'restore'] as const)('is not for support, hosts or itself to %s', async (verb) => {
    const eve = await person(app, 'Eve');
    const reason = { reason: 'Because' };
    for (const { token } of [support, eve]) {
      expect((await app.post(`/v1/users/${eve.id}/${verb}`, reason, token)).status).toBe(403);
      const mutation = `mutation ($id: ID!) { ${verb}Account(id: $id, input: { reason: "Because" }) { id } }`;
      const { errors } = await app.graphql(mutation, { id: eve.id }, token);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['forbidden']);
    }
    expect(await app.post(`/v1/users/${admin.id}/${verb}`, reason, admin.token)).toMatchObject({
      status: 409,
      body: { code: 'not_oneself' },
    });
    expect((await app.post(`/v1/users/${eve.id}/${verb}`, { reason: ' ' }, admin.token)).status).toBe(400);
    expect((await app.post(`/v1/users/01900000-0000-7000-8000-000000000000/${verb}`, reason, admin.token)).status).toBe(
      404,
    );
  });

  it('of an admin is left when admins suspend each other at once', async () => {
    const [ann, ben] = [await staff(app, 'admin', 'Ann'), await staff(app, 'admin', 'Ben')];
    const answers = await Promise.all([suspend(ann, ben), suspend(ben, ann)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = await app.sql('SELECT id FROM users WHERE suspended_at IS NULL AND id = ANY($1)', [[ann.id, ben.id]]);
    expect(left).toHaveLength(1);
  });

  it('gets other roles from an admin, in the version that they have seen, and then its tokens count no more', async () => {
    const sue = await person(app, 'Sue');
    const path = `/v1/users/${sue.id}`;
    const seen = await app.get<Account>(`${path}/account`, admin.token);
    const give = (roles: string[], by = admin) =>
      app.call<Account>('PUT', `${path}/roles`, {
        token: by.token,
        body: { roles },
        headers: { 'if-match': seen.headers.get('etag') ?? '' },
      });
    expect((await give(['admin'], support)).status).toBe(403);
    expect(expectStatus(await give(['support']), 200).roles).toEqual(['guest', 'support']);
    expect(await statusOf(sue)).toBe(401);
    expect((await give(['admin'])).status).toBe(412);
    expect((await give(['host'])).status).toBe(400);
    const own = { token: admin.token, body: { roles: ['admin'] }, headers: { 'if-match': '*' } };
    expect((await app.call('PUT', `/v1/users/${admin.id}/roles`, own)).status).toBe(409);
  });

  it('is found by its address, by being suspended and by its role; by staff alone', async () => {
    const eve = await person(app, 'Eve');
    expectStatus(await suspend(eve), 200);
    const ids = async (query: string, by = support) =>
      expectStatus(await app.get<{ data: Account[] }>(`/v1/users?limit=100&${query}`, by.token), 200).data.map(
        ({ id }) => id,
      );
    expect(await ids(`email=${eve.email.toUpperCase()}`)).toEqual([eve.id]);
    expect(await ids('suspended=true')).toContain(eve.id);
    expect(await ids('suspended=false')).not.toContain(eve.id);
    const supporters = await ids('role=support', admin);
    expect([supporters.includes(support.id), supporters.includes(admin.id)]).toEqual([true, false]);
    expect((await app.get('/v1/users', (await person(app, 'Gil')).token)).status).toBe(403);
    expect((await app.get('/v1/users?suspended=perhaps', support.token)).status).toBe(400);
    const query =
      '{ accounts(suspended: true, first: 100) { totalCount { value } nodes { id suspension { reason suspendedAt } } } }';
    const { data } = await app.graphql<{ accounts: { nodes: Account[] } }>(query, {}, support.token);
    expect(data.accounts.nodes.map(({ id }) => id)).toContain(eve.id);
  });

  it('that is suspended lets nothing that is found or booked; what is booked goes on', async () => {
    const host = await person(app, 'Hanna');
    const guest = await person(app, 'Gil');
    const coHost = await person(app, 'Cora');
    const propertyId = await place(app, host);
    await grant(app, { host, holder: coHost, property: propertyId, permissions: ['bookings'] });
    const stay = { propertyId, checkIn: ahead(3), checkOut: ahead(5) };
    const booked = await confirmedBooking(app, guest, stay);
    const later = { propertyId, checkIn: ahead(8), checkOut: ahead(9) };
    const quoteId = await quote(app, guest, later);
    const found = async () =>
      (await app.get<{ data: { property: { id: string } }[] }>('/v1/search?place=Albany')).body.data.some(
        ({ property }) => property.id === propertyId,
      );
    expect(await found()).toBe(true);
    expectStatus(await suspend(host), 200);
    expect(await found()).toBe(false);
    expect((await app.get(`/v1/properties/${propertyId}`, guest.token)).status).toBe(404);
    const asked = { ...later, guests: { adults: 1 } };
    expect((await app.post('/v1/quotes', asked, guest.token)).status).toBe(404);
    expect((await app.post('/v1/bookings', { quoteId }, guest.token, newKey())).status).toBe(409);
    expect((await app.get(`/v1/bookings/${booked.id}`, guest.token)).body).toMatchObject({ status: 'confirmed' });
    expect((await app.get(`/v1/bookings/${booked.id}`, coHost.token)).status).toBe(200);
    await expectWhole(app);
    expectStatus(await restore(host), 200);
    expect(await found()).toBe(true);
    await book(app, guest, later);
    const { data } = (
      await app.get<{ data: object[] }>(`/v1/search?place=Albany&checkIn=${stay.checkIn}&checkOut=${stay.checkOut}`)
    ).body;
    expect(data).toEqual([]);
  });

  it('leaves everything whole', () => expectWhole(app));
});
