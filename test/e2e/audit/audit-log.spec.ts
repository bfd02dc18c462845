import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  book,
  confirmedBooking,
  expectStatus,
  newKey,
  PASSWORD,
  person,
  place,
  TestApp,
  waitFor,
  type Person,
} from '#testing';
import { checkAudit } from '../../../apps/api/src/audit/check/check-audit.js';
import { ahead } from '../support/dates-ahead.js';

interface Entry {
  number: number;
  happenedAt: string;
  actorKind: string;
  actorId: string | null;
  sessionId: string | null;
  network: string | null;
  userAgent: string | null;
  action: string;
  subjectType: string;
  subjectId: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

interface SignedIn {
  accessToken: string;
  refreshToken: string;
}

const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' };
const HERE = { network: '127.0.0.1', userAgent: BROWSER['user-agent'] };

describe('the audit log', () => {
  let app: TestApp;
  let host: Person;
  let guest: Person;
  let support: Person;
  let propertyId: string;

  const signIn = (who: Person, password = PASSWORD) =>
    app.call<SignedIn>('POST', '/v1/auth/login', { body: { email: who.email, password }, headers: BROWSER });
  const staff = async (role: string): Promise<Person> => {
    const one = await person(app, 'Stig');
    await app.sql(`UPDATE users SET roles = ARRAY['${role}'] WHERE id = $1`, [one.id]);
    return { ...one, token: (await signIn(one)).body.accessToken };
  };
  const entries = async (filter: string, token = support.token): Promise<Entry[]> =>
    expectStatus(await app.get<{ data: Entry[] }>(`/v1/audit-entries?limit=100&${filter}`, token), 200).data;
  const last = async (action: string): Promise<Entry | undefined> => (await entries(`action=${action}`))[0];

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
    guest = await person(app, 'Gil');
    support = await staff('support');
    propertyId = await place(app, host);
  });

  afterAll(() => app.stop());

  it('is read by support and admins alone', async () => {
    const admin = await staff('admin');
    expect(await entries('', admin.token)).not.toEqual([]);
    for (const [token, status] of [
      [undefined, 401],
      [guest.token, 403],
      [host.token, 403],
    ] as const) {
      expect((await app.get('/v1/audit-entries', token)).status).toBe(status);
      const answer = await app.graphql('{ auditEntries { nodes { id } } }', {}, token);
      expect(answer.errors?.[0]?.extensions.status).toBe(status);
      expect(answer.data).toBeNull();
    }
  });

  it('tells who signed in and out, where, and of refresh tokens that came twice', async () => {
    const { refreshToken, accessToken } = expectStatus(await signIn(guest), 200);
    const opened = await last('session.opened');
    expect(opened).toMatchObject({ actorKind: 'user', actorId: guest.id, subjectType: 'session', ...HERE });
    expect(opened?.sessionId).toBe(opened?.subjectId);

    expectStatus(await app.call('POST', '/v1/auth/logout', { token: accessToken, headers: BROWSER }), 204);
    const ended = { actorId: guest.id, sessionId: opened?.sessionId, subjectId: opened?.subjectId, ...HERE };
    expect(await last('session.ended')).toMatchObject(ended);
    expectStatus(await app.call('POST', '/v1/auth/logout', { token: accessToken }), 204);
    expect(await entries(`action=session.ended&subjectId=${opened?.subjectId}`)).toHaveLength(1);
    expect((await app.post('/v1/auth/refresh', { refreshToken })).status).toBe(401);
    expect(await entries('action=session.reuse_detected')).toEqual([]);

    const other = expectStatus(await signIn(guest), 200);
    const { refreshToken: next } = expectStatus(
      await app.post<SignedIn>('/v1/auth/refresh', { refreshToken: other.refreshToken }),
      200,
    );
    expectStatus(await app.post<SignedIn>('/v1/auth/refresh', { refreshToken: next }), 200);
    await app.call('POST', '/v1/auth/refresh', { body: { refreshToken: other.refreshToken }, headers: BROWSER });
    expect(await last('session.reuse_detected')).toMatchObject({ actorKind: 'anonymous', actorId: null, ...HERE });
  });

  it('tells of sessions that are ended from elsewhere, each by itself', async () => {
    const one = await person(app, 'Olga');
    await signIn(one);
    await signIn(one);
    expectStatus(await app.call('DELETE', '/v1/users/me/sessions', { token: one.token }), 204);
    const ended = await entries(`actorId=${one.id}&action=session.ended`);
    expect(ended).toHaveLength(2);
    expect(new Set(ended.map(({ subjectId }) => subjectId)).size).toBe(2);
  });

  it('tells of wrong passwords for accounts that there are, until the brake refuses to look at more', async () => {
    const one = await person(app, 'Fred');
    const tried = async (who: Person): Promise<number[]> => {
      const statuses: number[] = [];
      for (let index = 0; index < 8; index += 1) statuses.push((await signIn(who, 'wrong horse')).status);
      return statuses;
    };
    const statuses = await tried(one);
    await tried({ ...one, email: 'nobody@example.com' });
    const failed = await waitFor('the failures', async () => {
      const found = await entries(`action=sign_in&subjectId=${one.id}`);
      return found.length >= statuses.filter((status) => status === 401).length ? found : undefined;
    });
    expect(failed).toHaveLength(5);
    expect(failed[0]).toMatchObject({ actorKind: 'anonymous', actorId: null, subjectType: 'user', ...HERE });
    expect(await entries('action=sign_in.failed')).toHaveLength(5);
  });

  it('tells that a name has changed, and not to what', async () => {
    const headers = { 'if-match': '"1"' };
    const body = { firstName: 'Wilhelmina' };
    expectStatus(await app.call('PATCH', '/v1/users/me', { body, token: guest.token, headers }), 200);
    expect(await entries(`subjectId=${guest.id}&action=user.renamed`)).toMatchObject([
      { actorId: guest.id, before: {}, after: { withheld: ['firstName'] } },
    ]);
  });

  it('tells what a host has changed of a place, before and after, but not what they have written', async () => {
    const body = {
      title: 'Secret garden',
      pricing: { nightly: { amount: 12_345, currency: 'USD' } },
      rules: { minNights: 2 },
    };
    const { version } = expectStatus(
      await app.get<{ version: number }>(`/v1/properties/${propertyId}`, host.token),
      200,
    );
    const headers = { 'if-match': `"${version}"` };
    expectStatus(await app.call('PATCH', `/v1/properties/${propertyId}`, { body, token: host.token, headers }), 200);
    expectStatus(await app.post(`/v1/properties/${propertyId}/pause`, undefined, host.token), 200);
    expectStatus(await app.post(`/v1/properties/${propertyId}/publish`, undefined, host.token), 200);
    const told = await entries(`subjectType=property&subjectId=${propertyId}`);
    const actions = ['published', 'paused', 'changed', 'published', 'created'];
    expect(told.map(({ action }) => action)).toEqual(actions.map((action) => `property.${action}`));
    expect(told.every(({ actorId, sessionId }) => actorId === host.id && sessionId !== null)).toBe(true);
    expect(told[2]).toMatchObject({
      before: { nightly: 10_000, minNights: 1 },
      after: { nightly: 12_345, minNights: 2, withheld: ['title'] },
    });
  });

  it('tells of blocks, and of answers to requests, over GraphQL as over REST', async () => {
    const made = await app.graphql<{ createBlock: { id: string } }>(
      `mutation ($id: ID!) { createBlock(propertyId: $id, input: { from: "${ahead(90)}", to: "${ahead(92)}", note: "Painting" }) { id } }`,
      { id: propertyId },
      host.token,
      BROWSER,
    );
    const blockId = made.data.createBlock.id;
    expect(await last('block.created')).toMatchObject({
      actorId: host.id,
      subjectId: propertyId,
      after: { blockId, from: ahead(90), to: ahead(92) },
      ...HERE,
    });
    expectStatus(
      await app.call('DELETE', `/v1/properties/${propertyId}/blocks/${blockId}`, { token: host.token }),
      204,
    );
    expect(await last('block.deleted')).toMatchObject({ before: { blockId } });

    const booking = await book(app, guest, { propertyId, checkIn: ahead(10), checkOut: ahead(13) });
    const answer = await app.graphql(
      'mutation ($id: ID!) { cancelBooking(id: $id) { id } }',
      { id: booking.id },
      guest.token,
      newKey(),
    );
    expect(answer.errors).toBeUndefined();
    expect(await last('booking.cancelled')).toMatchObject({
      actorId: guest.id,
      subjectId: booking.id,
      after: { by: 'guest' },
    });
  });

  it('tells an answer once, though its request is made again', async () => {
    const { id } = await confirmedBooking(app, guest, { propertyId, checkIn: ahead(20), checkOut: ahead(23) });
    const key = newKey();
    for (let time = 1; time <= 3; time += 1) {
      expectStatus(await app.post(`/v1/bookings/${id}/cancel`, undefined, host.token, key), 200);
    }
    expect(await entries(`subjectId=${id}`)).toMatchObject([{ action: 'booking.cancelled', after: { by: 'host' } }]);
  });

  it('tells what an operator did at the command line', async () => {
    await app.sql(
      `INSERT INTO mails (id, recipient, subject, body, created_at) VALUES (gen_random_uuid(), 'a@b.c', '', '', now())`,
    );
    const program = new URL('../../../apps/api/src/operations/parked/main.js', import.meta.url).pathname;
    const env = { PATH: process.env.PATH, DATABASE_URL: app.database.url, DATA_DIR: app.dataDir };
    await promisify(execFile)(process.execPath, [program, '--replay', 'all'], { env });
    expect(await last('parked.replayed')).toMatchObject({
      actorKind: 'system',
      userAgent: 'npm run parked',
      subjectId: 'all',
      after: { changed: 1 },
    });
  });

  it('is searched by who, what, to what and when, a page at a time', async () => {
    const all = await entries(`actorId=${host.id}`);
    expect(all.length).toBeGreaterThan(6);
    expect(all.map(({ number }) => number)).toEqual(all.map(({ number }) => number).sort((a, b) => b - a));
    const paged: Entry[] = [];
    for (let cursor = ''; ;) {
      const page = await app.get<{ data: Entry[]; nextCursor: string | null }>(
        `/v1/audit-entries?actorId=${host.id}&limit=3${cursor}`,
        support.token,
      );
      paged.push(...expectStatus(page, 200).data);
      if (page.body.nextCursor === null) break;
      cursor = `&cursor=${page.body.nextCursor}`;
    }
    expect(paged).toEqual(all);
    const [newest, second] = all;
    expect(await entries(`actorId=${host.id}&from=${newest?.happenedAt}`)).toEqual([newest]);
    expect((await entries(`actorId=${host.id}&to=${newest?.happenedAt}`))[0]).toEqual(second);
    expect(await entries(`actorId=${host.id}&action=block`)).toHaveLength(2);
    expect(await entries(`actorId=${host.id}&action=nothing.known`)).toEqual([]);
    const connection = await app.graphql<{
      auditEntries: { nodes: Entry[]; totalCount: { value: number }; pageInfo: { hasNextPage: boolean } };
    }>(
      `query ($id: ID!) { auditEntries(filter: { actorId: $id, action: "property" }, first: 2) {
        nodes { number action actorKind subjectId before after hash } totalCount { value } pageInfo { hasNextPage } } }`,
      { id: host.id },
      support.token,
    );
    expect(connection.errors).toBeUndefined();
    expect(connection.data.auditEntries).toMatchObject({ totalCount: { value: 5 }, pageInfo: { hasNextPage: true } });
    expect(connection.data.auditEntries.nodes).toMatchObject(
      (await entries(`actorId=${host.id}&action=property`))
        .slice(0, 2)
        .map(({ number, before }) => ({ number, before })),
    );
  });

  it('names every filter that cannot be read', async () => {
    const query = 'actorId=me&subjectType=A%20B&subjectId=&action=a.b.c&from=yesterday&to=2026-02-30T00:00:00Z';
    const answer = await app.get<{ errors: { pointer: string }[] }>(`/v1/audit-entries?${query}`, support.token);
    expect(answer.status).toBe(400);
    expect(new Set(answer.body.errors.map(({ pointer }) => pointer))).toEqual(
      new Set(['/actorId', '/subjectType', '/subjectId', '/action', '/from', '/to']),
    );
  });

  it('holds no password, token, name or e-mail address of anybody, and is whole', async () => {
    const { refreshToken, accessToken } = expectStatus(await signIn(host), 200);
    const [log] = await app.sql<{ text: string }>(
      "SELECT string_agg(to_jsonb(e)::text, ' ') AS text FROM audit_entries e",
    );
    const secrets = [PASSWORD, 'wrong horse', refreshToken, accessToken, host.token, guest.token];
    const personal = ['@example', '@b.c', 'Wilhelmina', 'Hanna', 'Secret garden', 'Painting', 'State Street'];
    for (const text of [...secrets, ...personal]) expect(log?.text).not.toContain(text);
    expect(await checkAudit(app.database.url)).not.toHaveProperty('fault');
  });
});
