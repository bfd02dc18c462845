import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, person, TestApp, type Person, type ProblemAnswer } from '#testing';

interface Tokens {
  accessToken: string;
  refreshToken: string;
}

const LONG_AGO = '2026-01-01T00:00:00Z';

describe('proving once more who one is', () => {
  let app: TestApp;
  let ada: Person;
  let tokens: Tokens;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  beforeEach(async () => {
    ada = await person(app, 'Ada');
    tokens = expectStatus(await app.post<Tokens>('/v1/auth/login', { email: ada.email, password: PASSWORD }), 200);
  });

  const again = (password: string, token = tokens.accessToken) =>
    app.post<Tokens & ProblemAnswer>('/v1/auth/reauthenticate', { password }, token);
  const refreshed = async () =>
    expectStatus(await app.post<Tokens>('/v1/auth/refresh', { refreshToken: tokens.refreshToken }), 200).accessToken;
  const signInMovedTo = (instant: string) =>
    app.sql(`UPDATE sessions SET proved_at = $1 WHERE user_id = $2`, [instant, ada.id]);

  it('gives an access token that says so, and lets the session go on as it was', async () => {
    await signInMovedTo(LONG_AGO);
    const { accessToken } = expectStatus(await again(PASSWORD), 200);
    expect(secondsSince(accessToken)).toBeLessThan(60);
    expect(sessionOf(accessToken)).toBe(sessionOf(tokens.accessToken));
    expect((await app.get('/v1/users/me', accessToken)).status).toBe(200);
    expect(secondsSince(await refreshed())).toBeLessThan(60);
  });

  it('is not what refreshing a token does', async () => {
    await signInMovedTo(LONG_AGO);
    expect(authTimeOf(await refreshed())).toBe(Date.parse(LONG_AGO) / 1000);
  });

  it('asks for the password of the one who is signed in, and slows down whoever guesses it', async () => {
    await signInMovedTo(LONG_AGO);
    const statuses: number[] = [];
    for (let tries = 0; tries < 6; tries += 1) statuses.push((await again('not the password')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    const delayed = await app.post('/v1/auth/login', { email: ada.email, password: 'not the password' });
    expect(delayed.status).toBe(429);
    expect(authTimeOf(await refreshed())).toBe(Date.parse(LONG_AGO) / 1000);
  });

  it('is refused in a session that has ended, and to nobody', async () => {
    expectStatus(await app.post('/v1/auth/logout', undefined, tokens.accessToken), 204);
    expect((await again(PASSWORD)).status).toBe(401);
    expect((await app.post('/v1/auth/reauthenticate', { password: PASSWORD })).status).toBe(401);
  });
});

function claimsOf(token: string): Record<string, unknown> {
  const [, claims = ''] = token.split('.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
}

const authTimeOf = (token: string): number => Number(claimsOf(token).auth_time);
const sessionOf = (token: string): unknown => claimsOf(token).sid;
const secondsSince = (token: string): number => Date.now() / 1000 - authTimeOf(token);
