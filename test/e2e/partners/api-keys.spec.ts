import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, TestApp, waitFor, type Person, type ProblemAnswer } from '#testing';
import { lettersTo, letterTo } from '../support/letters.js';
import { apiKey, organisation, type Key, type NewKey, type Organisation } from '../support/partners.js';

const ANYWHERE_PUBLIC = '/v1/search?place=Albany';

describe('an API key', () => {
  let app: TestApp;
  let owner: Person;
  let acme: Organisation;

  beforeAll(async () => {
    app = await TestApp.start({ TRUSTED_PROXIES: '1', API_KEYS_PER_ORGANISATION: '200' });
    owner = await person(app, 'Olga');
    acme = await organisation(app, owner);
  });
  afterAll(() => app.stop());

  const make = (scopes: string[] = [], more: object = {}) => apiKey(app, owner, acme, scopes, more);
  const statusOf = async (key: string, address?: string) => {
    const headers: Record<string, string> = address === undefined ? {} : { 'x-forwarded-for': address };
    return (await app.call('GET', ANYWHERE_PUBLIC, { token: key, headers })).status;
  };
  const read = async ({ id }: Key) =>
    expectStatus(await app.get<Key>(`/v1/organisations/${acme.id}/keys/${id}`, owner.token), 200);
  const rotate = (key: Key, body: object = {}, by = owner) =>
    app.post<NewKey & ProblemAnswer>(`/v1/organisations/${acme.id}/keys/${key.id}/rotate`, body, by.token);
  const end = (key: Key, by = owner) =>
    app.call<ProblemAnswer>('DELETE', `/v1/organisations/${acme.id}/keys/${key.id}`, { token: by.token });
  const becomes = (key: string, status: number) =>
    waitFor(`${status}`, async () => ((await statusOf(key)) === status ? true : undefined));

  it('is shown once, says what it is, and lets its program read what everyone may', async () => {
    const made = await make(['calendar:read'], { allowedNetworks: ['127.0.0.1', '2001:db8::/32'] });
    expect(made).toMatchObject({
      status: 'active',
      scopes: ['calendar:read'],
      allowedNetworks: ['127.0.0.1/32', '2001:db8::/32'],
      expiresAt: null,
      lastUsedAt: null,
    });
    expect(made.key).toMatch(/^rk_test_[0-9A-Za-z]{61}$/);
    expect(made.key.startsWith(made.prefix)).toBe(true);
    expect(await statusOf(made.key)).toBe(200);
    expect(await read(made)).not.toHaveProperty('key');
    expect(JSON.stringify(await app.get(`/v1/organisations/${acme.id}/keys`, owner.token))).not.toContain(made.key);
  });

  it('is nowhere in the database, in no column of any table', async () => {
    const { key } = await make();
    await statusOf(key);
    expect(await columnsWith(app, key)).toEqual([]);
    expect(await columnsWith(app, key.slice(-40))).toEqual([]);
    expect(await columnsWith(app, acme.slug)).toEqual(['organisations.slug']);
  });

  it('is no key with any bit of it flipped', async () => {
    const { key } = await make();
    const flipped = Array.from({ length: key.length }, (_, at) => {
      const other = String.fromCharCode(key.charCodeAt(at) ^ 1);
      return key.slice(0, at) + other + key.slice(at + 1);
    });
    for (const each of flipped.slice('rk_'.length)) expect([each, await statusOf(each)]).toEqual([each, 401]);
    expect(await statusOf(key)).toBe(200);
  });

  it.each([
    ['what is no key', 'rk_test_', 401],
    ['a key of the other mode', `rk_live_${'a'.repeat(61)}`, 401],
    ['white space', 'rk_test_ x', 401],
  ])('%s is refused as a token is', async (_what, key, status) => {
    const answer = await app.get<ProblemAnswer>('/v1/users/me', key);
    expect([answer.status, answer.body.code]).toEqual([status, 'unauthenticated']);
    expect(answer.headers.get('www-authenticate')).toContain('invalid_token');
  });

  it('with the right prefix and checksum, and another secret, is refused', async () => {
    const [one, other] = [await make(), await make()];
    await app.sql('UPDATE api_keys SET key_hash = (SELECT key_hash FROM api_keys WHERE id = $1) WHERE id = $2', [
      one.id,
      other.id,
    ]);
    await becomes(other.key, 401);
  });

  it('is refused at once when it is ended, in every process', async () => {
    const second = await app.join({ PUBLIC_URL: app.url });
    try {
      const made = await make();
      expect([await statusOf(made.key), (await second.get(ANYWHERE_PUBLIC, made.key)).status]).toEqual([200, 200]);
      expect((await end(made)).status).toBe(204);
      expect(await statusOf(made.key)).toBe(401);
      await waitFor('the other process to know', async () =>
        (await second.get(ANYWHERE_PUBLIC, made.key)).status === 401 ? true : undefined,
      );
      expect(await read(made)).toMatchObject({ status: 'ended' });
      expect((await end(made)).body.code).toBe('key_ended');
    } finally {
      await second.stop();
    }
  });

  it('is asked for at each request by a process that cannot be told', async () => {
    const made = await make();
    expect(await statusOf(made.key)).toBe(200);
    await app.sql(
      `SELECT pg_terminate_backend(pid)
       FROM pg_stat_activity
       WHERE query ~ 'LISTEN ended_access|^SELECT$' AND datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await app.sql('UPDATE api_keys SET revoked_at = now() WHERE id = $1', [made.id]);
    await becomes(made.key, 401);
  });

  it('is refused when its time is over, by wall time', async () => {
    const made = await make([], { expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    await app.advance('P1D');
    expect(await statusOf(made.key)).toBe(200);
    await app.sql(`UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1`, [made.id]);
    await becomes(made.key, 401);
    expect(await read(made)).toMatchObject({ status: 'expired' });
    expect((await rotate(made)).body.code).toBe('key_ended');
  });

  it('is rotated: both count until the overlap is over', async () => {
    const old = await make(['bookings:read'], { allowedNetworks: ['127.0.0.0/8'] });
    const next = expectStatus(await rotate(old, { overlapHours: 2 }), 201);
    expect(next).toMatchObject({ scopes: old.scopes, allowedNetworks: old.allowedNetworks, rotatedFromId: old.id });
    expect([await statusOf(old.key), await statusOf(next.key)]).toEqual([200, 200]);
    const { expiresAt } = await read(old);
    expect(Date.parse(expiresAt ?? '') - Date.now()).toBeLessThan(2 * 3_600_000);
    expect(Date.parse(expiresAt ?? '') - Date.now()).toBeGreaterThan(1.9 * 3_600_000);
    await app.sql(`UPDATE api_keys SET expires_at = expires_at - interval '2 hours' WHERE id = $1`, [old.id]);
    await becomes(old.key, 401);
    expect(await statusOf(next.key)).toBe(200);
  });

  it('is rotated without overlap: the old one is refused with the next request', async () => {
    const old = await make();
    expect(await statusOf(old.key)).toBe(200);
    const next = expectStatus(await rotate(old, { overlapHours: 0 }), 201);
    expect([await statusOf(old.key), await statusOf(next.key)]).toEqual([401, 200]);
  });

  it('is rotated once, however many try at the same time', async () => {
    const old = await make();
    const answers = await Promise.all(Array.from({ length: 6 }, () => rotate(old)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(new Set(answers.flatMap(({ body }) => body.code))).toEqual(new Set([undefined, 'key_rotated']));
  });

  it.each([
    ['a day of overlap, when nothing is said', {}, 201],
    ['a week', { overlapHours: 168 }, 201],
    ['more than a week', { overlapHours: 169 }, 400],
    ['less than nothing', { overlapHours: -1 }, 400],
    ['half an hour', { overlapHours: 0.5 }, 400],
  ])('is rotated with %s', async (_what, body, status) => {
    expect((await rotate(await make(), body)).status).toBe(status);
  });

  it.each([
    ['IPv4', ['203.0.113.0/24'], '203.0.113.7', 200],
    ['IPv4, from elsewhere', ['203.0.113.0/24'], '203.0.114.7', 403],
    ['IPv4 that comes as IPv6', ['203.0.113.0/24'], '::ffff:203.0.113.7', 200],
    ['IPv4 that comes as IPv6 in hexadecimal', ['203.0.113.0/24'], '::ffff:cb00:7107', 200],
    ['IPv6', ['2001:db8:7::/48'], '2001:db8:7:1::1', 200],
    ['IPv6, from elsewhere', ['2001:db8:7::/48'], '2001:db8:8::1', 403],
    ['one of several', ['10.0.0.1', '2001:db8::/32'], '10.0.0.1', 200],
    ['everything of IPv4, from IPv6', ['0.0.0.0/0'], '2001:db8::1', 403],
    ['what is no address', ['0.0.0.0/0'], 'unknown', 403],
  ])('is taken from its networks alone: %s', async (_what, allowedNetworks, address, status) => {
    const { key } = await make([], { allowedNetworks });
    const answer = await app.call<ProblemAnswer>('GET', ANYWHERE_PUBLIC, {
      token: key,
      headers: { 'x-forwarded-for': address },
    });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body.code).toBe('address_not_allowed');
  });

  it.each([
    '203.0.113.7/24',
    '203.0.113/24',
    '0x7f.1',
    '010.0.0.1',
    '1.2.3.4/33',
    '::/129',
    '::1/-1',
    '1.2.3.4/08',
    'fe80::1%eth0',
    '::ffff:1.2.3.4',
    '2001:db8::1/32',
    'a',
    '',
    7,
  ])('is not made for the network %p', async (network) => {
    const body = { name: 'sync', scopes: [], allowedNetworks: ['10.0.0.0/8', network] };
    const answer = await app.post<ProblemAnswer>(`/v1/organisations/${acme.id}/keys`, body, owner.token);
    expect([answer.status, answer.body.errors?.map(({ pointer }) => pointer)]).toEqual([400, ['/allowedNetworks/1']]);
  });

  it.each([
    ['an unknown scope', { scopes: ['bookings:read', 'all'] }, '/scopes/1'],
    ['a scope twice', { scopes: ['bookings:read', 'bookings:read'] }, '/scopes'],
    ['no list', { scopes: 'bookings:read' }, '/scopes'],
    ['an end that is over', { expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    ['an end that is none', { expiresAt: 'tomorrow' }, '/expiresAt'],
    ['an end that is no date', { expiresAt: '2030-02-31T00:00:00Zz' }, '/expiresAt'],
    ['no name', { name: ' ' }, '/name'],
    ['more than is known', { role: 'owner' }, '/role'],
  ])('is not made with %s', async (_what, changes, pointer) => {
    const body = { name: 'sync', scopes: [], ...changes };
    const answer = await app.post<ProblemAnswer>(`/v1/organisations/${acme.id}/keys`, body, owner.token);
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map((error) => error.pointer.startsWith(pointer))).toContain(true);
  });

  it('says when it was last used, written once in a minute', async () => {
    const made = await make();
    await statusOf(made.key);
    const { lastUsedAt } = await waitFor('its use to be written', async () => {
      const now = await read(made);
      return now.lastUsedAt ? now : undefined;
    });
    await Promise.all(Array.from({ length: 5 }, () => statusOf(made.key)));
    // Uses are written in the order in which they come: when this one's is there, those before would be.
    const other = await make();
    await statusOf(other.key);
    await waitFor('another use to be written', async () => (await read(other)).lastUsedAt ?? undefined);
    expect((await read(made)).lastUsedAt).toBe(lastUsedAt);
  });

  it('is told of to the owners: made, rotated, ended, about to end', async () => {
    const boss = await person(app, 'Boss');
    const works = await organisation(app, boss);
    const url = `/v1/organisations/${works.id}/keys`;
    const inMonth = new Date(Date.now() + 30 * 86_400_000).toISOString();
    const made = await apiKey(app, boss, works, [], { expiresAt: inMonth });
    await letterTo(app, boss, /^A new API key/);
    expect(await lettersTo(app, boss)).not.toContainEqual(expect.stringMatching(/about to end/));
    await app.sql(`UPDATE api_keys SET warn_at = now() - interval '1 second' WHERE id = $1`, [made.id]);
    await app.advance('PT1S');
    await letterTo(app, boss, /is about to end/);
    const next = expectStatus(await app.post<NewKey>(`${url}/${made.id}/rotate`, {}, boss.token), 201);
    await letterTo(app, boss, /was rotated/);
    expect((await app.call('DELETE', `${url}/${next.id}`, { token: boss.token })).status).toBe(204);
    await letterTo(app, boss, /was ended/);
    await app.advance('PT1S');
    expect((await lettersTo(app, boss)).filter((subject) => /about to end/.test(subject))).toHaveLength(1);
  });
});

describe('the keys of an organisation', () => {
  let app: TestApp;
  let owner: Person;
  let stranger: Person;
  let acme: Organisation;
  let others: Organisation;

  beforeAll(async () => {
    app = await TestApp.start({ API_KEYS_PER_ORGANISATION: '3' });
    [owner, stranger] = [await person(app, 'Olga'), await person(app, 'Eve')];
    [acme, others] = [await organisation(app, owner), await organisation(app, stranger)];
  });
  afterAll(() => app.stop());

  it('are as many as it may have, however many are made at the same time', async () => {
    const works = await organisation(app, owner);
    const body = { name: 'sync', scopes: [] };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => app.post<ProblemAnswer>(`/v1/organisations/${works.id}/keys`, body, owner.token)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409]);
    const { data } = (await app.get<{ data: Key[] }>(`/v1/organisations/${works.id}/keys`, owner.token)).body;
    const [{ id }] = data as [Key];
    expect((await app.call('DELETE', `/v1/organisations/${works.id}/keys/${id}`, { token: owner.token })).status).toBe(
      204,
    );
    expect((await app.post(`/v1/organisations/${works.id}/keys`, body, owner.token)).status).toBe(201);
  });

  it('are nobody else’s to see, to make, to rotate or to end', async () => {
    const made = await apiKey(app, owner, acme);
    const own = await apiKey(app, stranger, others);
    const paths: [string, string, object?][] = [
      ['GET', `/v1/organisations/${acme.id}/keys`],
      ['GET', `/v1/organisations/${acme.id}/keys/${made.id}`],
      ['POST', `/v1/organisations/${acme.id}/keys`, { name: 'mine', scopes: [] }],
      ['POST', `/v1/organisations/${acme.id}/keys/${made.id}/rotate`, {}],
      ['DELETE', `/v1/organisations/${acme.id}/keys/${made.id}`],
      // Another's key under one's own organisation.
      ['GET', `/v1/organisations/${others.id}/keys/${made.id}`],
      ['POST', `/v1/organisations/${others.id}/keys/${made.id}/rotate`, {}],
      ['DELETE', `/v1/organisations/${others.id}/keys/${made.id}`],
    ];
    for (const [method, path, body] of paths) {
      const answer = await app.call(method, path, { token: stranger.token, body });
      expect([method, path, answer.status]).toEqual([method, path, 404]);
      // Nor a key's: not even one's own organisation's.
      expect((await app.call(method, path, { token: own.key, body })).status).toBe(403);
    }
    expect((await app.get('/v1/search?place=Albany', made.key)).status).toBe(200);
  });

  it('are listed in pages that lose none, the latest first', async () => {
    const found: string[] = [];
    let cursor = '';
    const works = await organisation(app, owner);
    const made = [await apiKey(app, owner, works), await apiKey(app, owner, works), await apiKey(app, owner, works)];
    do {
      const path = `/v1/organisations/${works.id}/keys?limit=1${cursor && `&cursor=${cursor}`}`;
      const page = expectStatus(await app.get<{ data: Key[]; nextCursor: string | null }>(path, owner.token), 200);
      found.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor ?? '';
    } while (cursor);
    expect(found).toEqual(made.map(({ id }) => id).reverse());
  });
});

/** The columns, of whatever type, in which a text is found. */
async function columnsWith(app: TestApp, text: string): Promise<string[]> {
  const columns = await app.sql<{ place: string; found: boolean }>(
    `SELECT format('%s.%s', table_name, column_name) AS place,
       (xpath('/row/found/text()', query_to_xml(format(
         'SELECT count(*) > 0 AS found FROM %I WHERE strpos(%I::text, %L) > 0 OR strpos(%I::text, %L) > 0',
         table_name, column_name, $1::text, column_name, encode(convert_to($1, 'UTF8'), 'hex')), false, true, '')))[1]::text = 'true' AS found
     FROM information_schema.columns
     JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    [text],
  );
  return columns.filter(({ found }) => found).map(({ place }) => place);
}
