import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  expectStatus,
  PASSWORD,
  person,
  RedisServer,
  TestApp,
  waitFor,
  type Answer,
  type ProblemAnswer,
} from '#testing';
import { expectInvariants } from '../support/whole.js';

type Tokens = ProblemAnswer & { accessToken: string; refreshToken: string };

const HOME = '203.0.113.7';
const ELSEWHERE = '198.51.100.1';
const FREE = 5;

describe('the login brake', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ TRUSTED_PROXIES: '1' });
  });

  afterAll(() => app.stop());

  const login = (email: string, password: string, from = ELSEWHERE, at = app) =>
    at.post<Tokens>('/v1/auth/login', { email, password }, undefined, { 'x-forwarded-for': from });
  const codeOf = ({ status, body }: Answer<ProblemAnswer>): string => `${status} ${body.code}`;
  const fail = async (email: string, times: number, from?: string): Promise<string[]> => {
    const codes: string[] = [];
    for (let time = 0; time < times; time += 1) codes.push(codeOf(await login(email, 'a wild guess', from)));
    return codes;
  };
  /** Time goes by for those who have failed: their delays are over. */
  const delaysPass = () => app.sql('UPDATE login_failures SET blocked_until = now() WHERE blocked_until > now()');
  const waitOf = ({ headers }: Answer): number => Number(headers.get('retry-after'));

  it('delays the next try after five failures in a row, also with the right password, and says for how long', async () => {
    const { email } = await person(app);
    expect(await fail(email, FREE)).toEqual(Array(FREE).fill('401 invalid_credentials'));
    const delayed = await login(email, PASSWORD);
    expect(codeOf(delayed)).toBe('429 login_delayed');
    expect(waitOf(delayed)).toBeGreaterThan(50);
    expect(waitOf(delayed)).toBeLessThanOrEqual(60);
    expect(delayed.body.detail).toBe(`Try again in ${waitOf(delayed)} seconds.`);
  });

  it('doubles the delay from a minute to a quarter of an hour', async () => {
    const { email } = await person(app);
    await fail(email, FREE);
    const minutes: number[] = [];
    for (let time = 0; time < 6; time += 1) {
      minutes.push(Math.ceil(waitOf(await login(email, 'a wild guess')) / 60));
      await delaysPass();
      await fail(email, 1);
    }
    expect(minutes).toEqual([1, 2, 4, 8, 15, 15]);
  });

  it('lets a guesser try a hundred times in a row, and then once a day', async () => {
    const { email } = await person(app);
    await fail(email, 1);
    await app.sql('UPDATE login_failures SET failures = 99 WHERE failures = 1');
    await fail(email, 1);
    expect(waitOf(await login(email, 'a wild guess'))).toBeGreaterThan(86_000);
    await delaysPass();
    expect((await login(email, PASSWORD)).status).toBe(200);
  });

  it('forgets failures when somebody signs in', async () => {
    const { email } = await person(app);
    await fail(email, FREE - 1);
    expect((await login(email, PASSWORD)).status).toBe(200);
    expect(await fail(email, FREE)).toEqual(Array(FREE).fill('401 invalid_credentials'));
  });

  it('counts an address with any capitals, from wherever the guesses come', async () => {
    const { email } = await person(app);
    for (let time = 0; time < FREE; time += 1) {
      const spelt = time % 2 ? email.toUpperCase() : ` ${email}`;
      expect((await login(spelt, 'a wild guess', `198.51.100.${time}`)).status).toBe(401);
    }
    expect(codeOf(await login(email, PASSWORD, '198.51.100.99'))).toBe('429 login_delayed');
  });

  it('says nothing about who has an account', async () => {
    const { email } = await person(app);
    const nobody = 'nobody@example.com';
    expect(await fail(nobody, FREE)).toEqual(await fail(email, FREE));
    const [known, unknown] = [await login(email, 'a wild guess'), await login(nobody, 'a wild guess')];
    expect(codeOf(unknown)).toBe('429 login_delayed');
    const shown = ({ body, headers }: typeof known) => [{ ...body, detail: '' }, [...headers.keys()].sort()];
    expect(shown(unknown)).toEqual(shown(known));
  });

  it('is not got past by guessing many times at once', async () => {
    const { email } = await person(app);
    const answers = await Promise.all(Array.from({ length: 30 }, () => login(email, 'a wild guess')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(FREE);
    expect(answers.filter(({ body }) => body.code === 'login_delayed')).toHaveLength(30 - FREE);
  });

  it('is one for REST and GraphQL', async () => {
    const { email } = await person(app);
    const guess = async () => {
      const { errors = [] } = await app.graphql(
        `mutation { login(input: { email: "${email}", password: "a wild guess" }) { expiresIn } }`,
      );
      return errors.map(({ extensions }) => extensions.code);
    };
    await fail(email, 1, '127.0.0.1');
    for (let time = 1; time < FREE; time += 1) expect(await guess()).toEqual(['invalid_credentials']);
    expect(await guess()).toEqual(['login_delayed']);
    expect(codeOf(await login(email, PASSWORD, '127.0.0.1'))).toBe('429 login_delayed');
  });

  it('leaves the owner in peace: signed in elsewhere, and where they have signed in before', async () => {
    const { email } = await person(app);
    const atHome = expectStatus(await login(email, PASSWORD, HOME), 200);
    await fail(email, FREE);
    expect(codeOf(await login(email, PASSWORD))).toBe('429 login_delayed');
    expect((await app.get('/v1/users/me', atHome.accessToken)).status).toBe(200);
    expect((await app.post('/v1/auth/refresh', { refreshToken: atHome.refreshToken })).status).toBe(200);
    expect((await login(email, PASSWORD, HOME)).status).toBe(200);
  });

  it('knows a network after the session from there is forgotten, for 90 days after its last use', async () => {
    const { email } = await person(app);
    const atHome = expectStatus(await login(email, PASSWORD, HOME), 200);
    const known = 'network IN (SELECT network FROM known_networks ORDER BY last_seen_at DESC LIMIT 1)';
    await app.sql(`UPDATE known_networks SET last_seen_at = now() - interval '89 days' WHERE ${known}`);
    const refreshing = { refreshToken: atHome.refreshToken };
    expectStatus(await app.post('/v1/auth/refresh', refreshing, undefined, { 'x-forwarded-for': HOME }), 200);
    await app.sql(`UPDATE known_networks SET last_seen_at = last_seen_at - interval '89 days'`);
    await app.sql('DELETE FROM sessions');
    await app.advance('PT0S');
    await fail(email, FREE);
    expect(codeOf(await login(email, PASSWORD))).toBe('429 login_delayed');
    expect((await login(email, PASSWORD, HOME)).status).toBe(200);

    await app.sql(`UPDATE known_networks SET last_seen_at = last_seen_at - interval '91 days'`);
    await app.advance('PT0S');
    expect(await app.sql('SELECT FROM known_networks')).toEqual([]);
    await delaysPass();
    await fail(email, 1);
    expect(codeOf(await login(email, PASSWORD, HOME))).toBe('429 login_delayed');
  });

  it('brakes guesses also where the owner has signed in before', async () => {
    const { email } = await person(app);
    expectStatus(await login(email, PASSWORD, HOME), 200);
    expect(await fail(email, FREE, HOME)).toEqual(Array(FREE).fill('401 invalid_credentials'));
    expect(codeOf(await login(email, PASSWORD, HOME))).toBe('429 login_delayed');
    expect((await login(email, PASSWORD)).status).toBe(200);
  });

  it('keeps no address of anybody', async () => {
    const { email } = await person(app);
    await fail(email, 1, HOME);
    const rows = await app.sql('SELECT f::text AS failures FROM login_failures f');
    const sessions = await app.sql('SELECT s::text AS session FROM sessions s');
    const networks = await app.sql('SELECT k::text AS known FROM known_networks k');
    expect(networks).not.toEqual([]);
    const text = JSON.stringify([rows, sessions, networks]);
    for (const secret of [email, HOME, ELSEWHERE]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });

  it('forgets what nobody has followed up for a month', async () => {
    const { email } = await person(app);
    await fail(email, 1);
    await app.sql(`UPDATE login_failures SET failed_at = now() - interval '31 days'`);
    await fail('other@example.com', 1);
    await app.advance('PT0S');
    await waitFor('old failures to be forgotten', async () => {
      const rows = await app.sql('SELECT FROM login_failures');
      return rows.length === 1 ? true : undefined;
    });
  });

  it('keeps every invariant', () => expectInvariants(app));
});

describe('the login brake of several processes', () => {
  const guess = (app: TestApp, email: string) =>
    app.post<ProblemAnswer>('/v1/auth/login', { email, password: 'a wild guess' });

  it('is one brake, and holds after a restart, without Redis', async () => {
    const app = await TestApp.start();
    const other = await app.join();
    try {
      const { email } = await person(app);
      for (const at of [app, other, app, other, app]) expect((await guess(at, email)).status).toBe(401);
      expect((await guess(other, email)).body.code).toBe('login_delayed');
      await app.kill();
      await app.restart();
      expect((await guess(app, email)).body.code).toBe('login_delayed');
    } finally {
      await other.stop();
      await app.stop();
    }
  });

  it('is not released by a Redis that forgets everything', async () => {
    const redis = await RedisServer.start();
    const app = await TestApp.start({ RATE_LIMITS: 'on', REDIS_URL: redis.url });
    try {
      const { email } = await person(app);
      for (let time = 0; time < FREE; time += 1) expect((await guess(app, email)).status).toBe(401);
      await redis.kill();
      await redis.restart();
      expect((await guess(app, email)).body.code).toBe('login_delayed');
    } finally {
      await app.stop();
      await redis.stop();
    }
  });
});
