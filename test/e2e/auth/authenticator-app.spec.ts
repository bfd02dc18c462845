import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, TestApp, type Answer, type Person, type ProblemAnswer } from '#testing';
import { challengeOf, codeFor, complete, login, withPhone } from '../support/authenticator-app.js';
import { letterTo } from '../support/letters.js';

interface Factors {
  totp: boolean;
  passkeys: number;
  recoveryCodesLeft: number;
}

const codeOf = ({ status, body }: Answer<ProblemAnswer>): string => `${status} ${body.code}`;

describe('an authenticator app', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const enrol = async ({ token }: Person): Promise<string> =>
    expectStatus(await app.post<{ secret: string; uri: string }>('/v1/users/me/totp', undefined, token), 200).secret;
  const confirm = ({ token }: Person, code: string) =>
    app.post<ProblemAnswer & { recoveryCodes: string[] | null }>('/v1/users/me/totp/confirm', { code }, token);
  const factorsOf = async (token: string): Promise<Factors> =>
    expectStatus(await app.get<Factors>('/v1/users/me/second-factor', token), 200);

  it('is set up by its secret, and counts once a code has proved that it has it', async () => {
    const ada = await person(app);
    const begun = expectStatus(
      await app.post<{ secret: string; uri: string; expiresIn: number }>('/v1/users/me/totp', undefined, ada.token),
      200,
    );
    expect(begun.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(new URL(begun.uri).searchParams.get('secret')).toBe(begun.secret);
    expect(new URL(begun.uri).pathname).toBe(`/Roost:${encodeURIComponent(ada.email)}`);
    expect(await factorsOf(ada.token)).toEqual({ totp: false, passkeys: 0, recoveryCodesLeft: 0 });
    expect((await login(app, ada)).status).toBe(200);

    expect(codeOf(await confirm(ada, codeFor(begun.secret, 7)))).toBe('422 wrong_code');
    const { recoveryCodes } = expectStatus(await confirm(ada, codeFor(begun.secret)), 200);
    expect(recoveryCodes).toHaveLength(10);
    expect(await factorsOf(ada.token)).toEqual({ totp: true, passkeys: 0, recoveryCodesLeft: 10 });
    await letterTo(app, ada, /asks for codes of your authenticator app/);
  });

  it('is not set up by a secret that was thrown away, that has waited too long, or that is another’s', async () => {
    const [ada, eve] = [await person(app), await person(app, 'Eve')];
    const thrownAway = await enrol(ada);
    const secret = await enrol(ada);
    expect(codeOf(await confirm(ada, codeFor(thrownAway)))).toBe('422 wrong_code');
    expect(codeOf(await confirm(eve, codeFor(secret)))).toBe('409 totp_not_pending');
    await app.sql('UPDATE totp_secrets SET pending_until = now() WHERE user_id = $1', [ada.id]);
    expect(codeOf(await confirm(ada, codeFor(secret)))).toBe('409 totp_not_pending');
  });

  it('is not put in the place of one that counts already', async () => {
    const ada = await person(app);
    await withPhone(app, ada);
    expect(codeOf(await app.post<ProblemAnswer>('/v1/users/me/totp', undefined, ada.token))).toBe('409 totp_is_on');
  });

  it('is confirmed once, by however many at once', async () => {
    const ada = await person(app);
    const code = codeFor(await enrol(ada));
    const answers = await Promise.all([confirm(ada, code), confirm(ada, code), confirm(ada, code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('ends what is signed in elsewhere when it is set up, and when it is taken off', async () => {
    const ada = await person(app);
    const here = async () => (await app.get('/v1/users/me', ada.token)).status;
    const before = expectStatus(await login(app, ada), 200);
    const { secret } = await withPhone(app, ada);
    expect([await here(), (await app.get('/v1/users/me', before.accessToken)).status]).toEqual([200, 401]);

    const after = expectStatus(await complete(app, await challengeOf(app, ada), { code: codeFor(secret) }), 200);
    expect((await app.call('DELETE', '/v1/users/me/totp', { token: ada.token })).status).toBe(204);
    expect([await here(), (await app.get('/v1/users/me', after.accessToken)).status]).toEqual([200, 401]);
    expect((await app.call('DELETE', '/v1/users/me/totp', { token: ada.token })).status).toBe(404);
    expect((await login(app, ada)).status).toBe(200);
    expect(await factorsOf(ada.token)).toEqual({ totp: false, passkeys: 0, recoveryCodesLeft: 0 });
    await letterTo(app, ada, /has been taken off/);
  });

  it('has nothing of its secrets in clear in the database, nor of recovery codes', async () => {
    const ada = await person(app);
    const { secret, recoveryCodes } = await withPhone(app, ada);
    const challenge = await challengeOf(app, ada);
    const columns = await app.sql<{ table: string; column: string }>(`
      SELECT quote_ident(table_name) AS table, quote_ident(column_name) AS column
      FROM information_schema.columns
      WHERE table_schema = 'public'`);
    const bytes = bitsOf(secret);
    const needles = [secret, challenge, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))];
    const found: string[] = [];
    for (const { table, column } of columns) {
      const [{ text } = { text: '' }] = await app.sql<{ text: string | null }>(
        `SELECT string_agg(${column}::text, ' ') AS text FROM ${table}`,
      );
      const held = (text ?? '').toLowerCase();
      const hexes = [...needles.map((each) => Buffer.from(each).toString('hex')), bytes];
      if ([...needles, ...hexes].some((each) => held.includes(each.toLowerCase()))) found.push(`${table}.${column}`);
    }
    expect(columns.length).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });

  it('is nobody’s to see who has no token', async () => {
    for (const [method, path] of [
      ['GET', 'second-factor'],
      ['POST', 'totp'],
      ['POST', 'totp/confirm'],
      ['DELETE', 'totp'],
      ['POST', 'recovery-codes'],
    ] as const)
      expect([path, (await app.call(method, `/v1/users/me/${path}`)).status]).toEqual([path, 401]);
  });
});

/** The bytes of text in base 32, in hexadecimal. */
function bitsOf(text: string): string {
  const bits = Array.from(text, (letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('');
  return (bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2).toString(16).padStart(2, '0')).join('');
}
