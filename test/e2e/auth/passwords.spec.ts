import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, person, TestApp, type ProblemAnswer } from '#testing';

/** More than have a place in the queue of hashes. */
const RUSH = 500;

describe('passwords', () => {
  let app: TestApp;

  beforeAll(async () => {
    const hashing = { ARGON2_MEMORY_KIB: '8192', ARGON2_PASSES: '3', ARGON2_CONCURRENCY: '1' };
    app = await TestApp.start({ ...hashing, PASSWORD_MIN_LENGTH: '13' });
  });

  afterAll(() => app.stop());

  const registration = { email: 'grace.hopper@example.com', firstName: 'Grace', lastName: 'Hopper' };
  const refusals = async (password: string) => {
    const answer = await app.post<ProblemAnswer>('/v1/auth/register', { ...registration, password });
    return expectStatus(answer, 400).errors?.map(({ pointer, code }) => `${pointer} ${code}`);
  };

  it('are refused for their length, for being common, and for saying whose they are', async () => {
    expect(await refusals('elevenchars')).toEqual(['/password min_length']);
    expect(await refusals('ü'.repeat(129))).toEqual(['/password max_length']);
    expect(await refusals('Sunshine-2027!')).toEqual(['/password common_password']);
    expect(await refusals('amazing grace and me')).toEqual(['/password personal_password']);
    expect(await refusals('GRACE.HOPPER.1906.navy')).toEqual(['/password personal_password']);
  });

  it('may be of any characters, up to 128 of them, and the same ones from any keyboard', async () => {
    const signIn = async (email: string, password: string, typed = password) => {
      expectStatus(await app.post('/v1/auth/register', { ...registration, email, password }), 201);
      return (await app.post('/v1/auth/login', { email, password: typed })).status;
    };
    const longest = Array.from({ length: 128 }, (_, n) => String.fromCodePoint(0x1f300 + n)).join('');
    expect(await signIn('long@example.com', longest)).toBe(200);
    expect(await signIn('zoe@example.com', 'Zoë’s owl house', 'Zoe\u0308’s owl house')).toBe(200);
    expect(await signIn('blank@example.com', '  a b c d e f  ')).toBe(200);
    expect(await signIn('lazy@example.com', 'just small letters')).toBe(200);
  });

  it('have to be as long as is configured', async () => {
    expect(await refusals('twelve chars')).toEqual(['/password min_length']);
    expectStatus(
      await app.post('/v1/auth/register', { ...registration, email: 'enough@example.com', password: 'thirteen char' }),
      201,
    );
  });

  it('are hashed anew at the next login when more is asked of a hash, and the account is no other for it', async () => {
    const { email, token } = await person(app);
    const hash = async () =>
      (await app.sql<{ hash: string }>('SELECT password_hash AS hash FROM users WHERE email = $1', [email]))[0]?.hash;
    const login = (at: TestApp) => at.post('/v1/auth/login', { email, password: PASSWORD });
    const weak = await hash();
    expect(weak).toMatch(/^\$argon2id\$v=19\$m=8192,t=3,p=1\$/);
    expect((await login(app)).status).toBe(200);
    expect(await hash()).toBe(weak);
    const stronger = await app.join({ ARGON2_MEMORY_KIB: '19456', ARGON2_PASSES: '3' });
    try {
      expect((await login(stronger)).status).toBe(200);
      const strong = await hash();
      expect(strong).toMatch(/^\$argon2id\$v=19\$m=19456,t=3,p=1\$/);
      expect((await login(app)).status).toBe(200);
      expect(await hash()).toBe(strong);
      expect((await app.get('/v1/users/me', token)).headers.get('etag')).toMatch(/^"1\./);
    } finally {
      await stronger.stop();
    }
  });

  it('that come in a rush are told to come back; that counts against nobody, and keeps no other request waiting', async () => {
    const { email, token } = await person(app);
    const guess = (n: number) =>
      app.post<ProblemAnswer>('/v1/auth/login', { email: `nobody${n}@example.com`, password: 'a wild guess' });
    let over = false;
    const rush = Promise.all(Array.from({ length: RUSH }, (_, n) => guess(n))).finally(() => (over = true));
    expect((await app.get('/v1/users/me', token)).status).toBe(200);
    expect(over).toBe(false);
    const answers = await rush;
    const busy = answers.filter(({ status }) => status === 503);
    expect(answers.filter(({ status }) => status === 401).length + busy.length).toBe(RUSH);
    expect(busy.length).toBeGreaterThan(0);
    expect(busy.map(({ body, headers }) => `${body.code} ${headers.get('retry-after')}`)).toEqual(
      busy.map(() => 'busy 5'),
    );
    const [counted] = await app.sql<{ failures: number }>(
      'SELECT sum(failures)::integer AS failures FROM login_failures',
    );
    expect(counted?.failures).toBe(RUSH - busy.length);
    expect((await app.post('/v1/auth/login', { email, password: PASSWORD })).status).toBe(200);
  });
});
