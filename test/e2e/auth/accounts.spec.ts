import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, person, propertyBody, TestApp, type Answer, type ProblemAnswer } from '#testing';
import { expectInvariants } from '../support/whole.js';

interface SignedIn {
  user: { id: string; email: string; firstName: string; lastName: string; roles: string[]; version: number };
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}

const ADA = { email: 'ada.lovelace@example.com', password: PASSWORD, firstName: 'Ada', lastName: 'Lovelace' };

describe('accounts', () => {
  let app: TestApp;

  const register = (changes: object = {}) =>
    app.post<SignedIn & ProblemAnswer>('/v1/auth/register', { ...ADA, ...changes });
  const login = (email: string, password = PASSWORD) =>
    app.post<SignedIn & ProblemAnswer>('/v1/auth/login', { email, password });
  const refresh = (refreshToken: string) => app.post<SignedIn & ProblemAnswer>('/v1/auth/refresh', { refreshToken });
  const me = (token: string) => app.get<SignedIn['user']>('/v1/users/me', token);
  const change = (token: string, body: unknown, headers: Record<string, string> = {}) =>
    app.call<SignedIn['user'] & ProblemAnswer>('PATCH', '/v1/users/me', { token, body, headers });
  const codeOf = ({ status, body }: Answer<ProblemAnswer>): string => `${status} ${body.code}`;

  beforeAll(async () => {
    app = await TestApp.start({ REFRESH_GRACE_SECONDS: '0' });
    expectStatus(await register(), 201);
  });

  afterAll(() => app.stop());

  it('are made with a name, an address and a password, and are signed in', async () => {
    const answer = await register({ email: ' Grace@Example.com ', firstName: ' Grace ' });
    const { user, accessToken, expiresIn } = expectStatus(answer, 201);
    expect(user).toMatchObject({ email: 'Grace@example.com', firstName: 'Grace', roles: ['guest'], version: 1 });
    expect(expiresIn).toBe(600);
    expect(answer.headers.get('location')).toBe('/v1/users/me');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await me(accessToken)).body).toEqual(user);
  });

  it('have an address that is nobody else’s, whatever its capitals', async () => {
    expect(codeOf(await register({ email: 'ADA.Lovelace@example.COM' }))).toBe('409 email_taken');
  });

  it('have one owner when two people register one address at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => register({ email: 'race@example.com' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
  });

  it.each(['short1!', 'x'.repeat(129), 'new@example.com', 'passwordpassword'])(
    'refuse the password %s',
    async (password) => {
      const answer = await register({ email: 'new@example.com', password });
      expect(codeOf(answer)).toBe('400 invalid_input');
      expect(answer.body.errors?.map(({ pointer }) => pointer)).toEqual(['/password']);
    },
  );

  it('never show what a password is kept as', async () => {
    const { accessToken } = expectStatus(await login(ADA.email), 200);
    expect(JSON.stringify((await me(accessToken)).body)).not.toMatch(/argon|hash|password/i);
  });

  it('are signed in to with any capitals of the address', async () => {
    expect(expectStatus(await login('ADA.lovelace@EXAMPLE.com'), 200).user.email).toBe(ADA.email);
  });

  it('say the same of a wrong password and of an address that has no account', async () => {
    const wrong = await login(ADA.email, 'not the password');
    const unknown = await login('nobody@example.com', 'not the password');
    expect(codeOf(wrong)).toBe('401 invalid_credentials');
    expect(unknown.body).toEqual(wrong.body);
    const names = ({ headers }: Answer): string[] => [...headers.keys()].sort();
    expect(names(unknown)).toEqual(names(wrong));
  });

  it('carry on with a refresh token, once', async () => {
    const first = expectStatus(await login(ADA.email), 200);
    const second = expectStatus(await refresh(first.refreshToken), 200);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect((await me(second.accessToken)).status).toBe(200);
  });

  it('end the session when a refresh token comes a second time', async () => {
    const first = expectStatus(await login(ADA.email), 200);
    const second = expectStatus(await refresh(first.refreshToken), 200);
    expect(codeOf(await refresh(first.refreshToken))).toBe('401 invalid_refresh_token');
    expect(codeOf(await refresh(second.refreshToken))).toBe('401 invalid_refresh_token');
    expect((await login(ADA.email)).status).toBe(200);
  });

  it('end the session when signing out, and no other', async () => {
    const [here, there] = [expectStatus(await login(ADA.email), 200), expectStatus(await login(ADA.email), 200)];
    const out = await app.post('/v1/auth/logout', undefined, here.accessToken);
    expect(out.status).toBe(204);
    expect(codeOf(await refresh(here.refreshToken))).toBe('401 invalid_refresh_token');
    expect((await refresh(there.refreshToken)).status).toBe(200);
  });

  it.each(['', 'x', 'a'.repeat(64), Buffer.alloc(48).toString('base64url')])(
    'refuse the refresh token "%s"',
    async (token) => {
      expect(codeOf(await refresh(token))).toBe(token === '' ? '400 invalid_input' : '401 invalid_refresh_token');
    },
  );

  it.each([
    ['none', undefined],
    ['no token', 'Bearer'],
    ['another scheme', 'Basic YWRhOmFkYQ=='],
    ['no JWT', 'Bearer abc'],
    ['one without a signature', `Bearer ${jwt({ alg: 'none' })}.`],
    ['one that someone else signed', `Bearer ${jwt({ alg: 'HS256', typ: 'at+jwt' })}.c2lnbmF0dXJl`],
  ])('are not for a request with an access token that is: %s', async (_name, authorization) => {
    const answer = await app.call<ProblemAnswer>('GET', '/v1/users/me', {
      headers: authorization ? { authorization } : {},
    });
    expect(codeOf(answer)).toBe('401 unauthenticated');
    const isOurs = authorization?.startsWith('Bearer') ?? false;
    expect(answer.headers.get('www-authenticate')?.includes('invalid_token')).toBe(isOurs);
  });

  it('are changed in the version that was read, and in no other', async () => {
    const { accessToken, user } = expectStatus(await register({ email: 'mary@example.com' }), 201);
    const read = await me(accessToken);
    const etag = read.headers.get('etag') ?? '';
    expect(etag).toMatch(new RegExp(`^"${user.version}\\.`));
    const changed = await change(accessToken, { firstName: 'Mary' }, { 'if-match': etag });
    expect(expectStatus(changed, 200)).toMatchObject({
      firstName: 'Mary',
      lastName: 'Lovelace',
      version: user.version + 1,
    });
    expect(changed.headers.get('etag')).toMatch(new RegExp(`^"${user.version + 1}\\.`));
    expect(codeOf(await change(accessToken, { firstName: 'Late' }, { 'if-match': etag }))).toBe(
      '412 precondition_failed',
    );
    for (const field of ['firstName', 'lastName'])
      expect(codeOf(await change(accessToken, { [field]: null }, { 'if-match': '*' }))).toBe('400 invalid_input');
    expect(codeOf(await change(accessToken, { firstName: 'None' }))).toBe('428 precondition_required');
    expect(codeOf(await change(accessToken, {}, { 'if-match': 'yesterday' }))).toBe('412 precondition_failed');
    expect((await me(accessToken)).body.firstName).toBe('Mary');
  });

  it('take one of two changes of the same version', async () => {
    const { accessToken } = expectStatus(await register({ email: 'twice@example.com' }), 201);
    const answers = await Promise.all(
      ['A', 'B', 'C'].map((firstName) => change(accessToken, { firstName }, { 'if-match': '"1"' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  it.each(['email', 'roles', 'id', 'version', 'passwordHash', 'createdAt', '__proto__'])(
    'do not let their owner set %s',
    async (field) => {
      const { accessToken } = expectStatus(await login(ADA.email), 200);
      const raw = `{"firstName":"Eve","${field}":"admin"}`;
      const headers = { 'if-match': '"1"', 'content-type': 'application/json' };
      const answer = await app.call<ProblemAnswer>('PATCH', '/v1/users/me', { token: accessToken, raw, headers });
      expect(answer.status).toBe(400);
      expect((await me(accessToken)).body).toMatchObject({ firstName: 'Ada', roles: ['guest'] });
    },
  );

  it('become a host’s by owning a property', async () => {
    const host = await person(app, 'Hanna');
    expectStatus(await app.post('/v1/properties', propertyBody(), host.token), 201);
    expect((await me(host.token)).body.roles).toEqual(['guest', 'host']);
  });

  it('show others nothing of what one signs in with', async () => {
    const { user } = expectStatus(await login(ADA.email), 200);
    const seen = expectStatus(await app.get<object>(`/v1/users/${user.id}`), 200);
    expect(Object.keys(seen).sort()).toEqual([
      'firstName',
      'hostRating',
      'id',
      'languages',
      'reviewsWritten',
      'since',
      'verified',
    ]);
    expect((await app.get('/v1/users/01900000-0000-7000-8000-000000000000')).status).toBe(404);
  });

  it('keep every invariant', () => expectInvariants(app));
});

/** The head and claims of a token, unsigned. */
function jwt(header: object): string {
  const claims = {
    sub: '01900000-0000-7000-8000-000000000000',
    aud: 'roost-api',
    exp: 4_000_000_000,
    roles: ['admin'],
  };
  return [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}
