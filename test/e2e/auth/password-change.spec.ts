import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { expectStatus, PASSWORD, person, TestApp, waitFor, type Person, type ProblemAnswer } from '#testing';
import { codeOf, login, reset, resetToken } from '../support/accounts.js';
import { letterTo } from '../support/letters.js';

const NEW_PASSWORD = 'three herons on a wet roof 9';

describe('a password', () => {
  let app: TestApp;
  let ada: Person;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    ada = await person(app);
  });
  afterAll(() => app.stop());

  const change = (token: string | undefined, currentPassword = PASSWORD, newPassword = NEW_PASSWORD) =>
    app.post<ProblemAnswer>('/v1/users/me/password', { currentPassword, newPassword }, token);
  const statusOf = async (token: string) => (await app.get('/v1/users/me', token)).status;

  it('is changed by whoever knows it, which ends every other session and is told of by mail', async () => {
    const { accessToken, refreshToken } = expectStatus(await login(app, ada), 200);
    expect(codeOf(await change(ada.token))).toBe('204');
    expect([await statusOf(ada.token), await statusOf(accessToken)]).toEqual([200, 401]);
    expect((await app.post('/v1/auth/refresh', { refreshToken })).status).toBe(401);
    expect(codeOf(await login(app, ada))).toBe('401 invalid_credentials');
    expect((await login(app, ada, NEW_PASSWORD)).status).toBe(200);
    await letterTo(app, ada, /^Your password was changed/);
  });

  it('is not changed by who only has a session, and is not guessed by them either', async () => {
    for (let guess = 1; guess <= 5; guess += 1) {
      expect(codeOf(await change(ada.token, `a wild guess ${guess}`))).toBe('403 wrong_password');
    }
    const braked = await change(ada.token);
    expect(codeOf(braked)).toBe('429 login_delayed');
    expect(Number(braked.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(codeOf(await login(app, ada))).toBe('429 login_delayed');
    expect(await statusOf(ada.token)).toBe(200);
  });

  it.each([
    ['short', 'min_length'],
    ['passwordpassword', 'common_password'],
    ['lives of Tester 1815', 'personal_password'],
  ])('is not changed to %s', async (password, code) => {
    const { status, body } = await change(ada.token, PASSWORD, password);
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ pointer: '/newPassword', code })]]);
    expect((await login(app, ada)).status).toBe(200);
  });

  it('is judged before the old one is: whoever knows that or not is told the same, and it is no guess', async () => {
    for (let time = 1; time <= 6; time += 1) {
      const { status, body } = await change(ada.token, 'a wild guess', 'passwordpassword');
      expect([status, body.errors]).toEqual([400, [expect.objectContaining({ code: 'common_password' })]]);
    }
    expect((await login(app, ada)).status).toBe(200);
  });

  it('is changed by one of two who do so at once', async () => {
    const other = expectStatus(await login(app, ada), 200).accessToken;
    const answers = await Promise.all([
      change(ada.token, PASSWORD, `${NEW_PASSWORD} a`),
      change(other, PASSWORD, `${NEW_PASSWORD} b`),
    ]);
    const won = answers.findIndex(({ status }) => status === 204);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect((await login(app, ada, `${NEW_PASSWORD} ${'ab'[won]}`)).status).toBe(200);
    expect([await statusOf(ada.token), await statusOf(other)].sort()).toEqual([200, 401]);
  });

  it('that was changed makes a link useless that resets it', async () => {
    const token = await resetToken(app, ada);
    expectStatus(await change(ada.token), 204);
    expect(codeOf(await reset(app, token, `${NEW_PASSWORD} again`))).toBe('400 invalid_code');
  });

  it('is nobody else’s to change', async () => {
    expect(codeOf(await change(undefined))).toBe('401 unauthenticated');
  });

  it('lets nobody in who has shown the old one before, and whose session is there only after the change', async () => {
    const client = new pg.Client({ connectionString: app.database.url });
    await client.connect();
    try {
      // Signing in stops in the middle, at noting from where it is.
      await client.query('BEGIN; LOCK TABLE known_networks IN EXCLUSIVE MODE');
      const signingIn = login(app, ada);
      await waiting(1);
      let isDone = false;
      const changing = change(ada.token).finally(() => (isDone = true));
      await waitFor(
        'the change to be made, or to wait',
        async () => isDone || ((await waiters()) > 1 ? true : undefined),
      );
      await client.query('COMMIT');
      expect((await changing).status).toBe(204);
      const { status, body } = await signingIn;
      if (status === 200) expect(await statusOf(body.accessToken)).toBe(401);
      else expect(codeOf(await signingIn)).toBe('401 invalid_credentials');
    } finally {
      await client.end();
    }
  });

  const waiters = async (): Promise<number> => {
    const [row] = await app.sql<{ count: number }>(
      `SELECT count(*)::integer AS count FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return row?.count ?? 0;
  };
  const waiting = (count: number) =>
    waitFor(`${count} to wait for a lock`, async () => ((await waiters()) >= count ? true : undefined));
});
