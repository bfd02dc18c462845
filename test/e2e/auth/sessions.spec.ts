import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, person, TestApp, waitFor, type Person } from '#testing';

interface Tokens {
  accessToken: string;
  refreshToken: string;
}
interface Session {
  id: string;
  device: string | null;
  current: boolean;
}

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0';

describe('the sessions of a person', () => {
  let app: TestApp;
  let ada: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    ada = await person(app, 'Ada');
  });
  afterAll(() => app.stop());

  const login = async (userAgent?: string): Promise<Tokens> => {
    const headers: Record<string, string> = userAgent === undefined ? {} : { 'user-agent': userAgent };
    const body = { email: ada.email, password: PASSWORD };
    return expectStatus(await app.call<Tokens>('POST', '/v1/auth/login', { body, headers }), 200);
  };
  const list = async (token: string): Promise<Session[]> =>
    expectStatus(await app.get<{ data: Session[] }>('/v1/users/me/sessions', token), 200).data;
  const statusOf = async (token: string) => (await app.get('/v1/users/me', token)).status;
  const refreshOf = async ({ refreshToken }: Tokens) => (await app.post('/v1/auth/refresh', { refreshToken })).status;

  it('are listed with their device, the latest first, and which one asks', async () => {
    const { accessToken } = await login(FIREFOX);
    const [latest, first] = await list(accessToken);
    expect(latest).toMatchObject({ device: 'Firefox on Linux', current: true });
    expect(first).toMatchObject({ current: false });
  });

  it('are listed in pages that lose none', async () => {
    const { accessToken } = await login();
    const all = await list(accessToken);
    const found: Session[] = [];
    let cursor = '';
    do {
      const path = `/v1/users/me/sessions?limit=1${cursor && `&cursor=${cursor}`}`;
      const page = expectStatus(await app.get<{ data: Session[]; nextCursor: string | null }>(path, accessToken), 200);
      found.push(...page.data);
      cursor = page.nextCursor ?? '';
    } while (cursor);
    expect(found).toEqual(all);
  });

  it('end one by one: the next request with the access token of that one is refused', async () => {
    const [here, there] = [await login(), await login()];
    expect(await statusOf(there.accessToken)).toBe(200);
    const ended = (await list(there.accessToken)).find(({ current }) => current);
    expect((await app.call('DELETE', `/v1/users/me/sessions/${ended?.id}`, { token: here.accessToken })).status).toBe(
      204,
    );
    expect(await statusOf(there.accessToken)).toBe(401);
    expect(await refreshOf(there)).toBe(401);
    expect(await statusOf(here.accessToken)).toBe(200);
    expect((await list(here.accessToken)).map(({ id }) => id)).not.toContain(ended?.id);
    expect((await app.call('DELETE', `/v1/users/me/sessions/${ended?.id}`, { token: here.accessToken })).status).toBe(
      404,
    );
  });

  it('end all but the one that asks', async () => {
    const [here, there, elsewhere] = [await login(), await login(), await login()];
    expect((await app.call('DELETE', '/v1/users/me/sessions', { token: here.accessToken })).status).toBe(204);
    expect(await Promise.all([here, there, elsewhere].map(({ accessToken }) => statusOf(accessToken)))).toEqual([
      200, 401, 401,
    ]);
    expect(await list(here.accessToken)).toHaveLength(1);
  });

  it('are nobody else’s to end, or to see', async () => {
    const { accessToken } = await login();
    const stranger = await person(app, 'Eve');
    const [ours] = await list(accessToken);
    expect((await app.call('DELETE', `/v1/users/me/sessions/${ours?.id}`, { token: stranger.token })).status).toBe(404);
    expect((await list(stranger.token)).map(({ id }) => id)).not.toContain(ours?.id);
    expect(await statusOf(accessToken)).toBe(200);
  });

  it('count no more in any process once they have been left', async () => {
    const other = await app.join({ PUBLIC_URL: app.url });
    try {
      const { accessToken } = await login();
      expect((await other.get('/v1/users/me', accessToken)).status).toBe(200);
      expect((await app.post('/v1/auth/logout', {}, accessToken)).status).toBe(204);
      expect(await statusOf(accessToken)).toBe(401);
      await waitFor('the other process to know', async () =>
        (await other.get('/v1/users/me', accessToken)).status === 401 ? true : undefined,
      );
    } finally {
      await other.stop();
    }
  });

  it('count no more in a process that could not be told, because its connection had ended', async () => {
    const { accessToken } = await login();
    expect(await statusOf(accessToken)).toBe(200);
    await app.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE '%ended_access%' AND pid <> pg_backend_pid()`,
    );
    await app.sql(`UPDATE sessions SET revoked_at = now() WHERE user_id = (SELECT id FROM users WHERE email = $1)`, [
      ada.email,
    ]);
    await waitFor('it to be asked for', async () => ((await statusOf(accessToken)) === 401 ? true : undefined));
  });
});

describe('an account that is suspended, or may do other things', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const becomes = async (token: string, status: number) =>
    waitFor(`${status}`, async () => ((await app.get('/v1/users/me', token)).status === status ? true : undefined));

  it('is refused with tokens from before a change of its roles, and let in by refreshed ones', async () => {
    const ada = await person(app, 'Ada');
    const { refreshToken } = expectStatus(
      await app.post<Tokens>('/v1/auth/login', { email: ada.email, password: PASSWORD }),
      200,
    );
    await app.sql(`UPDATE users SET roles = '{support}' WHERE email = $1`, [ada.email]);
    await becomes(ada.token, 401);
    const again = expectStatus(await app.post<Tokens>('/v1/auth/refresh', { refreshToken }), 200);
    expect((await app.get('/v1/users/me', again.accessToken)).status).toBe(200);
  });

  it('is refused altogether while it is suspended', async () => {
    const eve = await person(app, 'Eve');
    await app.sql('UPDATE users SET suspended_at = now() WHERE email = $1', [eve.email]);
    await becomes(eve.token, 401);
    await app.sql('UPDATE users SET suspended_at = NULL WHERE email = $1', [eve.email]);
    const { accessToken } = expectStatus(
      await app.post<Tokens>('/v1/auth/login', { email: eve.email, password: PASSWORD }),
      200,
    );
    await becomes(accessToken, 200);
  });
});
