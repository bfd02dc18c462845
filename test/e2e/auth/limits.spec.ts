import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, person, TestApp, type Answer, type ProblemAnswer } from '#testing';

describe('the usual limits of sign-in', () => {
  let app: TestApp;
  let visitors = 0;

  beforeAll(async () => {
    app = await TestApp.start({ RATE_LIMITS: 'on', TRUSTED_PROXIES: '1' });
  });

  afterAll(() => app.stop());

  const visitor = (): string => `198.51.100.${(visitors += 1)}`;
  const post = (path: string, body: object, from: string) =>
    app.post<ProblemAnswer>(path, body, undefined, { 'x-forwarded-for': from });
  const register = (email: string, from: string, changes: object = {}) =>
    post('/v1/auth/register', { email, password: PASSWORD, firstName: 'Ada', lastName: 'Tester', ...changes }, from);
  const codeOf = ({ status, body }: Answer<ProblemAnswer>): string =>
    status < 400 ? String(status) : `${status} ${body.code}`;
  const policyOf = ({ headers }: Answer): string | null => headers.get('ratelimit-policy');

  it('are 300 requests a minute for an address, and 1,000 for a user', async () => {
    const { token } = await person(app);
    expect(policyOf(await app.get('/v1/payments/config'))).toBe('"anonymous";q=300;w=60');
    expect(policyOf(await app.get('/v1/users/me', token))).toBe('"user";q=1000;w=60');
  });

  it('are 30 logins and 150 refreshes in five minutes for an address', async () => {
    const login = await post('/v1/auth/login', { email: 'nobody@example.com', password: 'x' }, visitor());
    expect(policyOf(login)).toBe('"anonymous";q=300;w=60, "login";q=30;w=300');
    const refresh = await post('/v1/auth/refresh', { refreshToken: 'none' }, visitor());
    expect(policyOf(refresh)).toBe('"anonymous";q=300;w=60, "refresh";q=150;w=300');
  });

  it('refuse the 31st login of an address, whosever account it is for', async () => {
    const from = visitor();
    for (let login = 1; login <= 30; login += 1) {
      const answer = await post('/v1/auth/login', { email: `nobody${login}@example.com`, password: 'x' }, from);
      expect(codeOf(answer)).toBe('401 invalid_credentials');
    }
    const refused = await post('/v1/auth/login', { email: 'another@example.com', password: 'x' }, from);
    expect(codeOf(refused)).toBe('429 too_many_requests');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(200);
  });

  it.each([
    ['password', { currentPassword: PASSWORD, newPassword: 'passwordpassword' }],
    ['email', { email: 'not.mine@example.com', password: 'a wild guess' }],
  ])('refuse the 31st try of an address to change one’s %s, as that of a login', async (what, body) => {
    const from = visitor();
    const codes: string[] = [];
    for (let account = 1; account <= 6; account += 1) {
      const { token } = await person(app);
      const ask = () => app.post<ProblemAnswer>(`/v1/users/me/${what}`, body, token, { 'x-forwarded-for': from });
      for (let time = 1; time <= 5; time += 1) codes.push(codeOf(await ask()));
      if (account < 6) continue;
      const refused = await ask();
      expect(codeOf(refused)).toBe('429 too_many_requests');
      expect(policyOf(refused)).toBe('"user";q=1000;w=60, "login";q=30;w=300');
    }
    expect(codes).toHaveLength(30);
    const login = await post('/v1/auth/login', { email: 'nobody@example.com', password: 'x' }, from);
    expect(codeOf(login)).toBe('429 too_many_requests');
  });

  it('of mailed links are judged before a password is: what is refused costs no hash, and is no failed login', async () => {
    const ada = await person(app);
    const from = visitor();
    const change = (password: string) =>
      app.post<ProblemAnswer>('/v1/users/me/email', { email: 'ada.king@example.org', password }, ada.token, {
        'x-forwarded-for': from,
      });
    expect(codeOf(await change(PASSWORD))).toBe('202');
    for (let time = 1; time <= 6; time += 1) expect(codeOf(await change('a wild guess'))).toBe('429 too_many_requests');
    const login = await post('/v1/auth/login', { email: ada.email, password: PASSWORD }, visitor());
    expect(codeOf(login)).toBe('200');
  });

  it('refuse the 151st refresh of an address', async () => {
    const from = visitor();
    const refresh = () => post('/v1/auth/refresh', { refreshToken: 'none' }, from);
    const answers = await Promise.all(Array.from({ length: 150 }, refresh));
    expect(new Set(answers.map(codeOf))).toEqual(new Set(['401 invalid_refresh_token']));
    expect(codeOf(await refresh())).toBe('429 too_many_requests');
  });

  it('refuse a second registration of an e-mail address within a minute, from wherever it comes', async () => {
    expect(codeOf(await register('twice@example.com', visitor()))).toBe('201');
    const refused = await register('Twice@Example.com', visitor());
    expect(codeOf(refused)).toBe('429 too_many_requests');
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(codeOf(await register('once@example.com', visitor()))).toBe('201');
  });

  it('refuse the 31st registration of an address within an hour', async () => {
    const from = visitor();
    for (let count = 1; count <= 30; count += 1) {
      expect(codeOf(await register(`guest${count}@example.com`, from))).toBe('201');
    }
    const refused = await register('guest31@example.com', from);
    expect(codeOf(refused)).toBe('429 too_many_requests');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000);
  });

  it('do not count a registration that was refused for its shape or its password', async () => {
    const [from, email] = [visitor(), 'patient@example.com'];
    const wrong = [{ firstName: '' }, { password: 'short' }, { password: 'passwordpassword' }, { role: 'admin' }];
    for (let round = 0; round < 8; round += 1) {
      for (const changes of wrong) {
        expect(codeOf(await register(email, from, changes))).toBe('400 invalid_input');
      }
    }
    expect(codeOf(await register(email, from))).toBe('201');
  });

  it('count requests with bad tokens by address, those without one too', async () => {
    const from = visitor();
    const headers = { 'x-forwarded-for': from, authorization: 'Bearer not.a.token' };
    const bad = () => app.call<ProblemAnswer>('GET', '/v1/users/me', { headers });
    const none = () => app.call<ProblemAnswer>('GET', '/v1/users/me', { headers: { 'x-forwarded-for': from } });
    const answers = await Promise.all([...Array<undefined>(200)].map(bad).concat([...Array<undefined>(100)].map(none)));
    expect(new Set(answers.map(codeOf))).toEqual(new Set(['401 unauthenticated']));
    expect(codeOf(await bad())).toBe('429 too_many_requests');
    expect(codeOf(await none())).toBe('429 too_many_requests');
  });

  it('count a user wherever they are, and not with the others of their address', async () => {
    const from = visitor();
    const { token } = await person(app);
    const me = () => app.call('GET', '/v1/users/me', { token, headers: { 'x-forwarded-for': from } });
    const anonymous = () => app.call('GET', '/v1/payments/config', { headers: { 'x-forwarded-for': from } });
    await Promise.all(Array.from({ length: 301 }, anonymous));
    expect((await anonymous()).status).toBe(429);
    expect((await me()).status).toBe(200);
  });

  it('refuse the 1,001st request of a user within a minute', async () => {
    const { token } = await person(app);
    const me = () => app.call('GET', '/v1/users/me', { token, headers: { 'x-forwarded-for': visitor() } });
    const answers: Answer[] = [];
    while (answers.length < 1000) answers.push(...(await Promise.all(Array.from({ length: 50 }, me))));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect((await me()).status).toBe(429);
  });
});

describe('the limit of registrations an hour', () => {
  it('of one e-mail address refuses the sixth', async () => {
    const app = await TestApp.start({ RATE_LIMITS: 'on', RATE_EMAIL_REGISTRATIONS_PER_MINUTE: '100' });
    try {
      const body = { email: 'again@example.com', password: PASSWORD, firstName: 'Ada', lastName: 'Tester' };
      const statuses: number[] = [];
      for (let time = 0; time < 6; time += 1) statuses.push((await app.post('/v1/auth/register', body)).status);
      expect(statuses).toEqual([201, 409, 409, 409, 409, 429]);
    } finally {
      await app.stop();
    }
  });
});

describe('switched-off rate limits', () => {
  it('count no requests, and brake guesses of passwords all the same', async () => {
    const app = await TestApp.start({ RATE_LIMITS: 'off' });
    try {
      const guess = (email: string) => app.post<ProblemAnswer>('/v1/auth/login', { email, password: 'a wild guess' });
      for (let count = 0; count < 35; count += 1) expect((await guess(`nobody${count}@example.com`)).status).toBe(401);
      for (let count = 0; count < 5; count += 1) await guess('somebody@example.com');
      expect((await guess('somebody@example.com')).body.code).toBe('login_delayed');
    } finally {
      await app.stop();
    }
  });
});
