import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, TestApp, waitFor, type Answer, type Person } from '#testing';
import { apiKey, organisation, type Key, type Organisation } from '../support/partners.js';

interface Token {
  access_token: string;
  token_type: string;
  expires_in: number;
  scope: string;
}
interface Refusal {
  error: string;
  error_description: string;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const GRANT = { grant_type: 'client_credentials' };

describe('tokens of programs', () => {
  let app: TestApp;
  let owner: Person;
  let acme: Organisation;

  beforeAll(async () => {
    app = await TestApp.start({ TRUSTED_PROXIES: '1', API_KEYS_PER_ORGANISATION: '100' });
    owner = await person(app, 'Olga');
    acme = await organisation(app, owner);
  });
  afterAll(() => app.stop());

  const make = (scopes: string[] = ['bookings:read', 'calendar:read'], more: object = {}) =>
    apiKey(app, owner, acme, scopes, more);
  const ask = (fields: Record<string, string> | string, headers: Record<string, string> = {}) =>
    app.call<Token & Refusal>('POST', '/oauth/token', {
      raw: new URLSearchParams(fields).toString(),
      headers: { ...FORM, ...headers },
    });
  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
  });
  const byForm = ({ prefix, key }: Key & { key: string }) => ({ ...GRANT, client_id: prefix, client_secret: key });
  const statusOf = async (token: string) => (await app.get('/v1/search?place=Albany', token)).status;
  const becomes = (token: string, status: number) =>
    waitFor(`${status}`, async () => ((await statusOf(token)) === status ? true : undefined));
  const expectRefused = (answer: Answer<Refusal>, status: number, error: string) => {
    expect([answer.status, answer.body.error, Object.keys(answer.body)]).toEqual([
      status,
      error,
      ['error', 'error_description'],
    ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toMatch('application/json');
  };

  it('are had for a key by a form, and by Basic', async () => {
    const made = await make();
    for (const answer of [await ask(byForm(made)), await ask(GRANT, basic(made.prefix, made.key))]) {
      const token = expectStatus(answer, 200);
      expect(token).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope: 'bookings:read calendar:read' });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await statusOf(token.access_token)).toBe(200);
      const [header, claims] = token.access_token.split('.').slice(0, 2).map(decoded);
      expect(header).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
      expect(claims).toMatchObject({ client_id: made.prefix, sub: made.prefix, org: acme.id, scope: token.scope });
      expect(Number(claims?.exp) - Number(claims?.iat)).toBe(600);
    }
  });

  it('are had for less than the key has, and for no more', async () => {
    const made = await make();
    expect(expectStatus(await ask({ ...byForm(made), scope: 'calendar:read' }), 200).scope).toBe('calendar:read');
    expect(expectStatus(await ask({ ...byForm(made), scope: 'calendar:read calendar:read' }), 200).scope).toBe(
      'calendar:read',
    );
    for (const scope of ['calendar:write', 'calendar:read calendar:write', 'all', ' ', 'calendar:read  '])
      expectRefused(await ask({ ...byForm(made), scope }), 400, 'invalid_scope');
  });

  it.each([
    ['no grant', {}, 400, 'invalid_request'],
    ['an empty grant', { grant_type: '' }, 400, 'invalid_request'],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['no client', { ...GRANT, client_id: '', client_secret: '' }, 401, 'invalid_client'],
    ['an unknown client', { ...GRANT, client_id: 'rk_test_aaaaaaaaaaaa' }, 401, 'invalid_client'],
    ['no secret', { ...GRANT, client_secret: '' }, 401, 'invalid_client'],
    ['a wrong secret', { ...GRANT, client_secret: `rk_test_${'a'.repeat(61)}` }, 401, 'invalid_client'],
  ])('are not had with %s', async (_what, changes, status, error) => {
    const { prefix, key } = await make();
    const fields =
      'grant_type' in changes ? { client_id: prefix, client_secret: key, ...changes } : { client_id: prefix };
    const answer = await ask(fields);
    expectRefused(answer, status, error);
    if (status === 401) expect(answer.headers.get('www-authenticate')).toMatch(/^Basic/);
  });

  it('are not had with a client that is named in two ways, a field that is sent twice, or in the URL', async () => {
    const made = await make();
    const other = await make();
    expectRefused(await ask(byForm(made), basic(made.prefix, made.key)), 400, 'invalid_request');
    expectRefused(
      await ask({ ...GRANT, client_id: other.prefix }, basic(made.prefix, made.key)),
      400,
      'invalid_request',
    );
    expectRefused(await ask(`${new URLSearchParams(byForm(made)).toString()}&scope=&scope=`), 400, 'invalid_request');
    expectRefused(await ask({ ...byForm(made), client_id: other.prefix }), 401, 'invalid_client');
    const inUrl = `/oauth/token?${new URLSearchParams(byForm(made)).toString()}`;
    expectRefused(
      await app.call('POST', inUrl, { raw: 'grant_type=client_credentials', headers: FORM }),
      401,
      'invalid_client',
    );
  });

  it.each([
    ['JSON', '{"grant_type":"client_credentials"}', { 'content-type': 'application/json' }, 400],
    ['nothing', undefined, {}, 400],
    ['Basic that is none', 'grant_type=client_credentials', { ...FORM, authorization: 'Basic ???' }, 401],
    [
      'Basic that is wrongly encoded',
      'grant_type=client_credentials',
      { ...FORM, authorization: `Basic ${btoa('a%zz:b')}` },
      401,
    ],
  ])('are not had with %s', async (_what, raw, headers, status) => {
    expect((await app.call('POST', '/oauth/token', { raw, headers: headers })).status).toBe(status);
  });

  it('are the only thing that takes forms', async () => {
    for (const path of ['/v1/auth/login', '/v1/quotes', '/graphql', '/oauth/token/', '/v1/organisations'])
      expect([400, 404, 415]).toContain((await app.call('POST', path, { raw: 'a=1', headers: FORM })).status);
    const plain = await app.call('POST', '/oauth/token', { raw: 'a=1', headers: { 'content-type': 'text/plain' } });
    expect(plain.status).toBe(415);
  });

  it('end at once with their key, and are good for no more than it is', async () => {
    const made = await make();
    const { access_token: token } = expectStatus(await ask(byForm(made)), 200);
    expect(await statusOf(token)).toBe(200);
    const url = `/v1/organisations/${acme.id}/keys/${made.id}`;
    expect((await app.call('DELETE', url, { token: owner.token })).status).toBe(204);
    expect(await statusOf(token)).toBe(401);
    expectRefused(await ask(byForm(made)), 401, 'invalid_client');
  });

  it('live no longer than their key', async () => {
    const made = await make([], { expiresAt: new Date(Date.now() + 120_000).toISOString() });
    const { expires_in: seconds } = expectStatus(await ask(byForm(made)), 200);
    expect(seconds).toBeGreaterThan(60);
    expect(seconds).toBeLessThanOrEqual(120);
    const { access_token: token } = expectStatus(await ask(byForm(made)), 200);
    await app.sql(`UPDATE api_keys SET expires_at = now() WHERE id = $1`, [made.id]);
    await becomes(token, 401);
  });

  it('are taken from where their key is, and had from there alone', async () => {
    const made = await make([], { allowedNetworks: ['203.0.113.0/24'] });
    const from = (address: string) => ({ 'x-forwarded-for': address });
    expectRefused(await ask(byForm(made), from('198.51.100.1')), 400, 'unauthorized_client');
    const { access_token: token } = expectStatus(await ask(byForm(made), from('203.0.113.9')), 200);
    const call = async (address: string) =>
      (await app.call('GET', '/v1/search?place=Albany', { token, headers: from(address) })).status;
    expect([await call('203.0.113.10'), await call('198.51.100.1')]).toEqual([200, 403]);
  });

  it('are not tokens of people, nor the other way round', async () => {
    const { access_token: token } = expectStatus(await ask(byForm(await make())), 200);
    expect((await app.get('/v1/users/me', token)).status).toBe(403);
    expect((await app.post('/v1/auth/logout', {}, token)).status).toBe(403);
    const mixed = token
      .split('.')
      .with(1, owner.token.split('.')[1] ?? '')
      .join('.');
    expect(await statusOf(mixed)).toBe(401);
  });

  it('are described for libraries of OAuth', async () => {
    const { body } = await app.get('/.well-known/oauth-authorization-server');
    expect(body).toMatchObject({
      issuer: app.url.replace('127.0.0.1', 'localhost'),
      token_endpoint: expect.stringMatching(/\/oauth\/token$/),
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    });
  });
});

function decoded(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
}
