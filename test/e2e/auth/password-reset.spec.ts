import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { expectStatus, person, TestApp, type Person } from '#testing';
import { codeOf, forger, login, me, reset, resetToken, verificationToken, verify } from '../support/accounts.js';
import { letterTo, lettersTo, readLetters } from '../support/letters.js';

const NEW_PASSWORD = 'three herons on a wet roof 9';
const PAGE = /https?:\S+(?=\/account\/reset-password#token=)/;

describe('a password that was forgotten', () => {
  let app: TestApp;
  let ada: Person;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    ada = await person(app);
  });
  afterAll(() => app.stop());

  it('is set anew by a mailed link, which ends every session, confirms the address, and is told of by mail', async () => {
    const { accessToken } = expectStatus(await login(app, ada), 200);
    expect(codeOf(await reset(app, await resetToken(app, ada), NEW_PASSWORD))).toBe('204');
    expect([
      (await app.get('/v1/users/me', ada.token)).status,
      (await app.get('/v1/users/me', accessToken)).status,
    ]).toEqual([401, 401]);
    expect(codeOf(await login(app, ada))).toBe('401 invalid_credentials');
    const signedIn = expectStatus(await login(app, ada, NEW_PASSWORD), 200);
    expect(signedIn.user.emailVerified).toBe(true);
    await letterTo(app, ada, /^Your password was changed/);
  });

  it.each([
    ['takes every other key away of an account whose address was not confirmed: another may have made it', false, 0],
    ['leaves the passkeys of an account whose address was confirmed', true, 1],
  ])('%s', async (_what, isConfirmed, left) => {
    if (isConfirmed) expect((await verify(app, await verificationToken(app, ada))).status).toBe(204);
    await app.sql(
      `INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, transports, name, created_at)
       VALUES (gen_random_uuid(), $1, sha256(convert_to($2, 'UTF8')), '', 0, '{}', 'Of whoever made it', now())`,
      [ada.id, ada.email],
    );
    await app.sql(
      `INSERT INTO identities (id, user_id, provider, issuer, subject, created_at)
       VALUES (gen_random_uuid(), $1, 'elsewhere', 'https://id.example.com', $2, now())`,
      [ada.id, ada.email],
    );
    expect(codeOf(await reset(app, await resetToken(app, ada), NEW_PASSWORD))).toBe('204');
    expect(await app.sql('SELECT FROM passkeys WHERE user_id = $1', [ada.id])).toHaveLength(left);
    expect(await app.sql('SELECT FROM identities WHERE user_id = $1', [ada.id])).toHaveLength(left);
  });

  it('is set by one of those who come with the same link at once', async () => {
    const token = await resetToken(app, ada);
    const passwords = Array.from({ length: 6 }, (_, index) => `${NEW_PASSWORD} ${index}`);
    const answers = await Promise.all(passwords.map((password) => reset(app, token, password)));
    expect(answers.map(codeOf).sort()).toEqual(['204', ...Array<string>(5).fill('400 invalid_code')]);
    const winner = passwords[answers.findIndex(({ status }) => status === 204)] ?? '';
    expect((await login(app, ada, winner)).status).toBe(200);
  });

  it('is set by the last link that was mailed, and not by one before', async () => {
    const [first, last] = [await resetToken(app, ada), await resetToken(app, ada)];
    expect(codeOf(await reset(app, first, NEW_PASSWORD))).toBe('400 invalid_code');
    expect(codeOf(await reset(app, last, NEW_PASSWORD))).toBe('204');
  });

  it.each([
    ['short', 'min_length'],
    ['passwordpassword', 'common_password'],
    ['abcabcabcabcabc', 'common_password'],
    ['lives of Tester 1815', 'personal_password'],
  ])('is not set to %s, which leaves the link as it was', async (password, code) => {
    const token = await resetToken(app, ada);
    const { status, body } = await reset(app, token, password);
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ pointer: '/password', code })]]);
    expect(codeOf(await reset(app, token, NEW_PASSWORD))).toBe('204');
  });

  it('is not set by a link that is for something else, has expired, or was made without our key', async () => {
    const token = await resetToken(app, ada);
    const forge = await forger(app);
    const [code] = await app.sql<{ id: string; expiresAt: Date }>(
      `SELECT id, expires_at AS "expiresAt" FROM mailed_codes
       WHERE user_id = $1 AND used_at IS NULL AND purpose = 'reset_password'`,
      [ada.id],
    );
    if (!code) throw new Error('no code was made');
    const lifeMinutes = (code.expiresAt.getTime() - Date.now()) / 60_000;
    expect([lifeMinutes > 29, lifeMinutes <= 30]).toEqual([true, true]);
    const wrong = [
      forge('verify_email', code),
      forge('leave_email', code),
      forge('reset_password', { ...code, expiresAt: new Date(Date.now() - 1000) }),
      token.replace(/.{4}$/, 'AAAA'),
      await verificationToken(app, ada),
    ];
    const answers = await Promise.all(wrong.map((each) => reset(app, each, NEW_PASSWORD)));
    expect(new Set(answers.map(codeOf))).toEqual(new Set(['400 invalid_code']));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await login(app, ada)).status).toBe(200);
    expect(codeOf(await reset(app, token, NEW_PASSWORD))).toBe('204');
  });

  it('lets its owner in at once, whatever a stranger has guessed', async () => {
    for (let guess = 0; guess < 6; guess += 1) await login(app, ada, `a wild guess ${guess}`);
    expect(codeOf(await login(app, ada))).toBe('429 login_delayed');
    expectStatus(await reset(app, await resetToken(app, ada), NEW_PASSWORD), 204);
    expect((await login(app, ada, NEW_PASSWORD)).status).toBe(200);
  });

  it('may be set though the address was confirmed in this moment by another link', async () => {
    const [confirming, resetting] = [await verificationToken(app, ada), await resetToken(app, ada)];
    const answers = await Promise.all([verify(app, confirming), reset(app, resetting, NEW_PASSWORD)]);
    expect(answers.map(codeOf)).toEqual(['204', '204']);
    const { accessToken } = expectStatus(await login(app, ada, NEW_PASSWORD), 200);
    expect(await me(app, accessToken)).toMatchObject({ emailVerified: true, version: 2 });
  });

  it('has links that lead where our pages are, whatever host a request names', async () => {
    const poison = ['x-forwarded-host', 'x-forwarded-server', 'x-host', 'x-original-host', 'x-forwarded-proto'];
    const headers = {
      ...Object.fromEntries(poison.map((name) => [name, 'evil.example'])),
      forwarded: 'for=1.2.3.4;host=evil.example;proto=https',
      origin: 'https://evil.example',
      referer: 'https://evil.example/',
    };
    const body = { email: ada.email };
    expectStatus(await app.call('POST', '/v1/auth/password-resets', { body, headers }), 202);
    await letterTo(app, ada, /^Reset your password/);
    const texts = (await readLetters(app, ada)).map(({ text }) => text).join('\n');
    expect(PAGE.exec(texts)?.[0]).toBe(app.url);
    expect(texts).not.toContain('evil.example');
  });

  it('is kept by whoever has not asked, and by addresses without an account', async () => {
    expectStatus(await app.post('/v1/auth/password-resets', { email: 'nobody@example.com' }), 202);
    await app.advance('PT1S');
    expect(await lettersTo(app, { email: 'nobody@example.com' })).toEqual([]);
    expect(await app.sql('SELECT FROM code_requests')).toEqual([]);
  });
});
