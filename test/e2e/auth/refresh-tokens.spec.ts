import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS } from '#dates';
import { expectStatus, PASSWORD, person, TestApp, type Answer, type Person, type ProblemAnswer } from '#testing';

type Tokens = ProblemAnswer & { accessToken: string; refreshToken: string };

describe('refresh tokens', () => {
  let app: TestApp;
  let ada: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    ada = await person(app);
  });

  afterAll(() => app.stop());

  const signIn = async (): Promise<string> =>
    expectStatus(await app.post<Tokens>('/v1/auth/login', { email: ada.email, password: PASSWORD }), 200).refreshToken;
  const refresh = (refreshToken: string) => app.post<Tokens>('/v1/auth/refresh', { refreshToken });
  const next = async (token: string): Promise<string> => expectStatus(await refresh(token), 200).refreshToken;
  const codeOf = ({ status, body }: Answer<ProblemAnswer>): string => `${status} ${body.code}`;
  const ENDED = '401 invalid_refresh_token';
  const latest = '(SELECT id FROM sessions ORDER BY created_at DESC LIMIT 1)';
  /** The time goes by of the session that was opened last. */
  const age = (days: number) =>
    app.sql(
      `UPDATE sessions
       SET expires_at = expires_at - make_interval(days => $1),
           ends_at = ends_at - make_interval(days => $1),
           rotated_at = rotated_at - make_interval(days => $1)
       WHERE id = ${latest}`,
      [days],
    );

  it('have 32 bytes of their own that nobody can guess, and are kept as hashes', async () => {
    const tokens = [await signIn(), await signIn()].map((token) => Buffer.from(token, 'base64url'));
    expect(tokens.map(({ length }) => length)).toEqual([16 + 32, 16 + 32]);
    expect(tokens[0]?.subarray(16)).not.toEqual(tokens[1]?.subarray(16));
    const [kept] = await app.sql<{ all: string }>('SELECT json_agg(s)::text AS all FROM sessions s');
    for (const token of tokens) expect(kept?.all).not.toContain(token.subarray(16).toString('hex'));
  });

  it('count for 30 days after the last one, and for 90 in all', async () => {
    await signIn();
    const [life] = await app.sql<{ idle: number; most: number }>(
      `SELECT
         extract(epoch FROM expires_at - created_at)::integer AS idle,
         extract(epoch FROM ends_at - created_at)::integer AS most
       FROM sessions
       WHERE id = ${latest}`,
    );
    expect(life).toEqual({ idle: 30 * 86_400, most: 90 * 86_400 });
  });

  it('end when they have not been used for 30 days', async () => {
    const token = await signIn();
    await age(30);
    expect(codeOf(await refresh(token))).toBe(ENDED);
  });

  it('go on for 90 days when they are used, and not a day longer', async () => {
    let token = await signIn();
    for (let month = 0; month < 3; month += 1) {
      await age(29);
      token = await next(token);
    }
    const [{ expiresAt, endsAt } = { expiresAt: new Date(), endsAt: new Date() }] = await app.sql<{
      expiresAt: Date;
      endsAt: Date;
    }>(`SELECT expires_at AS "expiresAt", ends_at AS "endsAt" FROM sessions WHERE id = ${latest}`);
    expect(expiresAt).toEqual(endsAt);
    expect(Math.round((endsAt.getTime() - Date.now()) / DAY_MS)).toBe(3);
    await age(3);
    expect(codeOf(await refresh(token))).toBe(ENDED);
  });

  it('give the same successor again within ten seconds, as often as they are sent', async () => {
    const token = await signIn();
    const successor = await next(token);
    expect([await next(token), await next(token)]).toEqual([successor, successor]);
    expect(await next(successor)).not.toBe(successor);
  });

  it('end the whole family when the parent comes after ten seconds', async () => {
    const token = await signIn();
    const successor = await next(token);
    await app.sql(`UPDATE sessions SET rotated_at = rotated_at - interval '10.1 seconds' WHERE id = ${latest}`);
    expect(codeOf(await refresh(token))).toBe(ENDED);
    expect(codeOf(await refresh(successor))).toBe(ENDED);
  });

  it('end the whole family when a grandparent comes, even at once', async () => {
    const first = await signIn();
    const second = await next(first);
    const third = await next(second);
    expect(codeOf(await refresh(first))).toBe(ENDED);
    for (const token of [second, third]) expect(codeOf(await refresh(token))).toBe(ENDED);
  });

  it('go on when one comes that names the session and was never given out: its id alone ends nothing', async () => {
    const token = await signIn();
    for (const fill of [0, 7, 255]) {
      const bytes = Buffer.from(token, 'base64url').fill(fill, 16);
      expect(codeOf(await refresh(bytes.toString('base64url')))).toBe(ENDED);
    }
    // Nor does one of which but a bit was changed.
    const bytes = Buffer.from(token, 'base64url');
    bytes[47] = (bytes[47] ?? 0) ^ 1;
    expect(codeOf(await refresh(bytes.toString('base64url')))).toBe(ENDED);
    const successor = await next(token);
    expect(
      await app.sql(
        `SELECT FROM audit_entries WHERE action = 'session.reuse_detected' AND subject_id = ${latest}::text`,
      ),
    ).toEqual([]);
    expect((await refresh(successor)).status).toBe(200);
  });

  it('of one family say nothing about another', async () => {
    const [here, there] = [await signIn(), await signIn()];
    const successor = await next(here);
    await next(successor);
    expect(codeOf(await refresh(here))).toBe(ENDED);
    expect((await refresh(there)).status).toBe(200);
  });
});
