import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, person, TestApp, type Answer, type Person, type ProblemAnswer } from '#testing';

interface Tokens {
  accessToken: string;
  refreshToken: string | null;
}

const IN_COOKIE = { 'refresh-token-in': 'cookie' };
const WEB = 'https://www.example.com';

describe('a refresh token in a cookie', () => {
  let app: TestApp;
  let ada: Person;

  beforeAll(async () => {
    app = await TestApp.start({ CORS_ORIGINS: WEB });
    ada = await person(app, 'Ada');
  });
  afterAll(() => app.stop());

  const call = (path: string, body: object, headers: Record<string, string>, token?: string) =>
    app.call<Tokens & ProblemAnswer>('POST', path, { body, headers, token });
  const login = (headers: Record<string, string> = IN_COOKIE) =>
    call('/v1/auth/login', { email: ada.email, password: PASSWORD }, headers);
  const refresh = (cookie: string, headers: Record<string, string> = IN_COOKIE, body = {}) =>
    call('/v1/auth/refresh', body, { ...headers, cookie });
  const setBy = ({ headers }: Answer): string => headers.get('set-cookie') ?? '';
  /** What a browser would send back. */
  const kept = (answer: Answer): string => setBy(answer).split(';', 1)[0] ?? '';
  const GONE = /^__Host-roost-refresh=; Max-Age=0;/;

  it('is not in the body, and is rotated there at each use', async () => {
    const first = await login();
    expect(expectStatus(first, 200)).toMatchObject({ refreshToken: null, accessToken: expect.any(String) });
    expect(setBy(first)).toMatch(
      /^__Host-roost-refresh=[\w-]{20,}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const second = await refresh(kept(first));
    expect(expectStatus(second, 200).refreshToken).toBeNull();
    expect(kept(second)).not.toBe(kept(first));
    expect(expectStatus(await refresh(kept(second)), 200).accessToken).toBeTruthy();
  });

  it('is there from the registration on, and over GraphQL', async () => {
    const body = { email: 'cookie@example.com', password: PASSWORD, firstName: 'Cora', lastName: '' };
    const registered = await call('/v1/auth/register', body, IN_COOKIE);
    expect([expectStatus(registered, 201).refreshToken, setBy(registered)]).toEqual([
      null,
      expect.stringContaining('Http'),
    ]);
    const query = `mutation { login(input: { email: "${ada.email}", password: "${PASSWORD}" }) { refreshToken } }`;
    const answer = await app.call('POST', '/graphql', { body: { query }, headers: IN_COOKIE });
    expect(answer.body).toEqual({ data: { login: { refreshToken: null } } });
    const refreshing = { query: 'mutation { refresh(input: {}) { refreshToken accessToken } }' };
    const headers = { ...IN_COOKIE, cookie: kept(answer) };
    const again = await app.call('POST', '/graphql', { body: refreshing, headers });
    expect(again.body).toMatchObject({ data: { refresh: { refreshToken: null, accessToken: expect.any(String) } } });
    expect(kept(again)).not.toBe(kept(answer));
  });

  it('is set for nobody who has not asked for it, and counts for nothing without being asked for', async () => {
    const plain = await login({});
    expect([setBy(plain), plain.body.refreshToken]).toEqual(['', expect.any(String)]);
    const cookie = kept(await login());
    expect(await refresh(cookie, {})).toMatchObject({ status: 401, body: { code: 'invalid_refresh_token' } });
    expect((await refresh(cookie)).status).toBe(200);
  });

  it('goes when its session has ended, and at signing out', async () => {
    const here = await login();
    const out = await call('/v1/auth/logout', {}, { ...IN_COOKIE, cookie: kept(here) }, here.body.accessToken);
    expect([out.status, setBy(out)]).toEqual([204, expect.stringMatching(GONE)]);
    const late = await refresh(kept(here));
    expect([late.status, setBy(late)]).toEqual([401, expect.stringMatching(GONE)]);
  });

  it.each([
    ['another site’s page', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['a page without an origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbour’s page', { origin: 'https://blog.example.com', 'sec-fetch-site': 'same-site' }, 403],
    ['a configured page', { origin: WEB, 'sec-fetch-site': 'same-site' }, 200],
    ['our own page', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-origin' }, 200],
    ['no page at all', {}, 200],
  ])('sent by %s', async (_who, headers: Record<string, string>, status) => {
    const answer = await refresh(kept(await login()), { ...IN_COOKIE, ...headers });
    expect([answer.status, answer.status === 200 || answer.body.code]).toEqual([
      status,
      status === 200 || 'foreign_page',
    ]);
  });

  it('cannot be asked for by pages of other origins: that takes a preflight, which only configured ones pass', async () => {
    const preflight = async (origin: string) =>
      app.call('OPTIONS', '/v1/auth/refresh', {
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,refresh-token-in',
        },
      });
    expect((await preflight(WEB)).headers.get('access-control-allow-origin')).toBe(WEB);
    expect((await preflight(WEB)).headers.get('access-control-allow-headers')).toContain('refresh-token-in');
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is one: another in the body, or a place that nobody knows, is refused', async () => {
    const cookie = kept(await login());
    const { refreshToken } = (await login({})).body;
    expect(await refresh(cookie, IN_COOKIE, { refreshToken })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/refreshToken', code: 'unexpected' }] },
    });
    expect((await login({ 'refresh-token-in': 'body' })).status).toBe(400);
    expect(await refresh('other=1')).toMatchObject({ status: 401, body: { code: 'invalid_refresh_token' } });
  });
});
