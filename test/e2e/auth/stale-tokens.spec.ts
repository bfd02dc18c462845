import { createPrivateKey, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, person, propertyBody, TestApp, type Person } from '#testing';

describe('a token whose time is over', () => {
  let app: TestApp;
  let host: Person;
  let draft: string;
  let expired: string;

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app);
    draft = expectStatus(await app.post<{ id: string }>('/v1/properties', propertyBody(), host.token), 201).id;
    expired = await expiredOf(app, host.token);
  });

  afterAll(() => app.stop());

  const login = () => ({ email: host.email, password: PASSWORD });

  it.each(['x', 'expired'])('or another bad one (%s) is refused on public routes too', async (kind) => {
    const authorization = { x: 'Bearer x', expired: `Bearer ${expired}` }[kind] ?? '';
    for (const path of [`/v1/properties/${draft}`, '/v1/search', '/v1/users/me']) {
      const { status, headers } = await app.call('GET', path, { headers: { authorization } });
      expect([path, status, headers.get('www-authenticate')]).toEqual([
        path,
        401,
        expect.stringMatching(/^Bearer error="invalid_token"/),
      ]);
    }
  });

  it('is no better in GraphQL, where a public field is refused by it', async () => {
    const query = `{ property(id: "${draft}") { id } }`;
    const answer = await app.call('POST', '/graphql', { body: { query }, token: expired });
    expect(answer.body).toMatchObject({ errors: [{ extensions: { code: 'unauthenticated', status: 401 } }] });
    expect(answer.headers.get('www-authenticate')).toMatch(/invalid_token/);
  });

  it.each(['', 'Basic YTpi'])('is none in the header "%s", which says nothing of a token', async (authorization) => {
    expect((await app.call('GET', '/v1/payments/config', { headers: { authorization } })).status).toBe(200);
    const { status, headers } = await app.call('GET', '/v1/users/me', { headers: { authorization } });
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });

  it('does not keep its owner from signing in and refreshing', async () => {
    const signedIn = await app.post<{ refreshToken: string }>('/v1/auth/login', login(), expired);
    const { refreshToken } = expectStatus(signedIn, 200);
    expect((await app.post('/v1/auth/refresh', { refreshToken }, expired)).status).toBe(200);
    const query = 'mutation ($input: LoginInput!) { login(input: $input) { expiresIn } }';
    expect((await app.graphql(query, { input: login() }, expired)).errors).toBeUndefined();
  });

  it('still ends its session, and does nothing else in the same document', async () => {
    const session = expectStatus(
      await app.post<{ accessToken: string; refreshToken: string }>('/v1/auth/login', login()),
      200,
    );
    const late = await expiredOf(app, session.accessToken);
    const both = await app.graphql('mutation { logout updateMe(version: 1, input: {}) { id } }', {}, late);
    expect(both.errors?.map(({ path }) => path?.[0])).toEqual(['updateMe']);
    const { refreshToken } = session;
    expect((await app.post('/v1/auth/refresh', { refreshToken })).status).toBe(401);
  });

  it('ends it by REST too, and one that we never signed does not', async () => {
    const session = expectStatus(await app.post<{ accessToken: string }>('/v1/auth/login', login()), 200);
    expect((await app.post('/v1/auth/logout', undefined, await expiredOf(app, session.accessToken))).status).toBe(204);
    expect((await app.post('/v1/auth/logout', undefined, `${session.accessToken}x`)).status).toBe(401);
    expect((await app.post('/v1/auth/logout')).status).toBe(401);
  });
});

/** The same token as it would be an hour later. */
async function expiredOf(app: TestApp, token: string): Promise<string> {
  const [header = '', claims = ''] = token.split('.');
  const read = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iat: number; exp: number };
  const earlier = { ...read, iat: read.iat - 3600, exp: read.exp - 3600 };
  const text = `${header}.${Buffer.from(JSON.stringify(earlier)).toString('base64url')}`;
  const key = createPrivateKey(await app.secret('jwt-private-keys'));
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return `${text}.${signature}`;
}
