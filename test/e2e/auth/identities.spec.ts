import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, person, type ProblemAnswer, type TestApp } from '#testing';
import { reset, resetToken } from '../support/accounts.js';
import { codeFor, complete, withPhone } from '../support/authenticator-app.js';
import { API, Browser, PAGE } from '../support/browser.js';
import { callbackOf, Elsewhere } from '../support/elsewhere.js';
import { letterTo } from '../support/letters.js';
import { CLIENT, TestProvider } from '../support/oidc-provider.js';

interface Identity {
  id: string;
  provider: string;
  email: string | null;
  lastUsedAt: string | null;
}

describe('signing in with an account elsewhere', () => {
  let elsewhere: Elsewhere;
  let app: TestApp;

  beforeAll(async () => {
    elsewhere = await Elsewhere.start();
    ({ app } = elsewhere);
  });
  afterAll(() => elsewhere.stop());

  const me = async (token: string) =>
    expectStatus(
      await app.get<{ id: string; email: string; firstName: string; lastName: string }>('/v1/users/me', token),
      200,
    );
  const identities = async (token: string): Promise<Identity[]> =>
    expectStatus(await app.get<{ data: Identity[] }>('/v1/users/me/identities', token), 200).data;
  const remove = (id: string | undefined, token: string) =>
    app.call<ProblemAnswer>('DELETE', `/v1/users/me/identities/${id}`, { token });
  const accountsWith = async (email: string): Promise<number> =>
    (await app.sql('SELECT FROM users WHERE email = $1', [email])).length;
  it('tells pages what to show buttons for, and nothing else of the providers', async () => {
    const { body } = await app.get('/v1/auth/oidc/providers');
    expect(body).toEqual({
      data: [
        { id: 'plain', name: 'Plain & Sons' },
        { id: 'posting', name: 'Posting' },
        { id: 'away', name: 'Away' },
      ],
    });
  });

  it.each(['plain', 'posting'])('makes an account for somebody new, by %s, and finds it again', async (provider) => {
    const { sub, email } = elsewhere.someone();
    const browser = new Browser(app);
    const told = await browser.travel(provider, sub);
    expect(told).toEqual({ status: 303, page: PAGE, code: expect.any(String) });
    const first = expectStatus(await browser.fetchTokens(told.code), 200);
    expect(await me(first.accessToken)).toMatchObject({ email, firstName: 'Ida', lastName: 'Rhodes' });
    expect(browser.kept).toBe('');
    const again = await elsewhere.signedIn(sub, provider);
    expect((await me(again.accessToken)).id).toBe((await me(first.accessToken)).id);
    const [identity] = await identities(again.accessToken);
    expect(identity).toMatchObject({ provider, email, lastUsedAt: expect.any(String) });
    const sessions = await app.sql(
      'SELECT DISTINCT factors FROM sessions s JOIN users u ON u.id = s.user_id WHERE email = $1',
      [email],
    );
    expect(sessions).toEqual([{ factors: ['oidc'] }]);
    const login = await app.post<ProblemAnswer>('/v1/auth/login', { email, password: PASSWORD });
    expect(login.body.code).toBe('invalid_credentials');
  });

  it('gives somebody a password who has signed up elsewhere, by their mail', async () => {
    const { sub, email } = elsewhere.someone();
    await elsewhere.signedIn(sub);
    expectStatus(await reset(app, await resetToken(app, { email }), PASSWORD), 204);
    expectStatus(await app.post('/v1/auth/login', { email, password: PASSWORD }), 200);
    await elsewhere.signedIn(sub);
  });

  it('finds the account also when its address elsewhere has become another', async () => {
    const { sub, email } = elsewhere.someone();
    const { accessToken } = await elsewhere.signedIn(sub);
    elsewhere.plain.knows({ sub, email: `other.${email}`, email_verified: false });
    expect((await me((await elsewhere.signedIn(sub)).accessToken)).id).toBe((await me(accessToken)).id);
  });

  it('keeps the refresh token in a cookie where the page wants it there', async () => {
    const { browser, back } = await elsewhere.onTheWay(elsewhere.someone().sub);
    const { code } = await browser.comeBack(back);
    const headers = { 'refresh-token-in': 'cookie', origin: API };
    expect(expectStatus(await browser.fetchTokens(code, headers), 200).refreshToken).toBeNull();
    expect(browser.kept).toMatch(/^__Host-roost-refresh=/);
  });

  it('takes no account over that only has the same address', async () => {
    const ada = await person(app);
    const { sub } = elsewhere.someone({ email: ada.email.toUpperCase() });
    expect(await new Browser(app).travel('plain', sub)).toEqual({ status: 303, page: PAGE, error: 'account_exists' });
    expect(await identities(ada.token)).toEqual([]);
  });

  it.each([false, undefined, 'yes', 1])('makes no account of an address with email_verified: %s', async (verified) => {
    const { sub, email } = elsewhere.someone({ email_verified: verified });
    const ada = await person(app);
    expect((await new Browser(app).travel('plain', sub)).error).toBe('email_unverified');
    elsewhere.plain.knows({ sub, email: ada.email, email_verified: false });
    expect((await new Browser(app).travel('plain', sub)).error).toBe('email_unverified');
    expect(await accountsWith(email)).toBe(0);
  });

  it('makes names of whatever is said to be one', async () => {
    const odd = [
      { given_name: '\u202eIda\u0000', family_name: 'x'.repeat(300) },
      { given_name: undefined, family_name: undefined, name: 'Ida  May Rhodes' },
      { given_name: 5, family_name: ['x'] },
    ];
    const names: string[][] = [];
    for (const said of odd) {
      const { firstName, lastName } = await me((await elsewhere.signedIn(elsewhere.someone(said).sub)).accessToken);
      names.push([firstName, lastName]);
    }
    expect(names).toEqual([
      ['Guest', 'x'.repeat(100)],
      ['Ida', 'May Rhodes'],
      ['Guest', ''],
    ]);
  });

  it('tells the page of it when the person cancels, when nobody knows the provider, and when that is away', async () => {
    expect((await new Browser(app).travel('plain', 'nobody')).error).toBe('access_denied');
    const unknown = await new Browser(app).begin('nobody');
    expect([unknown.status, unknown.body.errors?.[0]?.pointer]).toEqual([400, '/provider']);
    const away = await new Browser(app).begin('away');
    expect([away.status, away.body.code]).toEqual([424, 'provider_unavailable']);
  });

  it('tells the page when the provider goes away in between', async () => {
    const fleeting = await TestProvider.start(callbackOf('fleeting'));
    const settings = { PUBLIC_URL: API, OIDC_RETURN_ORIGINS: 'https://www.roost.test' };
    const provider = { id: 'fleeting', name: 'Fleeting', issuer: fleeting.issuer, ...CLIENT };
    const other = await app.join({ ...settings, OIDC_PROVIDERS: JSON.stringify([provider]) });
    try {
      fleeting.knows({ sub: 'x' });
      const browser = new Browser(other);
      const { authorizationUrl } = expectStatus(await browser.begin('fleeting'), 200);
      const back = await browser.visit(authorizationUrl, 'x');
      await fleeting.stop();
      expect((await browser.comeBack(back)).error).toBe('provider_unavailable');
    } finally {
      await other.stop();
    }
  });

  it('asks an account with a second factor for it', async () => {
    const ada = await person(app);
    const { sub } = elsewhere.someone();
    await elsewhere.linked(ada, sub);
    const { secret } = await withPhone(app, ada);
    const { browser, back } = await elsewhere.onTheWay(sub);
    const { code } = await browser.comeBack(back);
    const { secondFactor } = expectStatus(await browser.fetchTokens(code), 202);
    expect((await complete(app, secondFactor.challengeToken, { code: codeFor(secret) })).status).toBe(200);
    const [latest] = await app.sql('SELECT factors FROM sessions WHERE user_id = $1 ORDER BY created_at DESC', [
      ada.id,
    ]);
    expect(latest).toEqual({ factors: ['oidc', 'totp'] });
  });

  it('does not sign in to an account that is suspended, and says so', async () => {
    const ada = await person(app);
    const { sub } = elsewhere.someone();
    await elsewhere.linked(ada, sub);
    await app.sql('UPDATE users SET suspended_at = now() WHERE id = $1', [ada.id]);
    const { browser, back } = await elsewhere.onTheWay(sub);
    const { code } = await browser.comeBack(back);
    const answer = await browser.fetchTokens(code);
    expect([answer.status, answer.body.code]).toEqual([403, 'account_suspended']);
  });

  describe('is linked to an account', () => {
    it('by its owner’s own sign-in, who is told, and is then signed in to it', async () => {
      const ada = await person(app);
      const { sub, email } = elsewhere.someone();
      expect(await elsewhere.linked(ada, sub)).toEqual({ status: 303, page: PAGE, linked: 'plain' });
      expect(await elsewhere.linked(ada, sub)).toMatchObject({ linked: 'plain' });
      expect(await identities(ada.token)).toMatchObject([{ provider: 'plain', email, lastUsedAt: null }]);
      expect((await me((await elsewhere.signedIn(sub)).accessToken)).id).toBe(ada.id);
      expect((await me(ada.token)).email).toBe(ada.email);
      await letterTo(app, ada, /can be signed in to with Plain & Sons/);
    });

    it('not without a sign-in, nor without a recent one', async () => {
      const ada = await person(app);
      const anonymous = await app.post('/v1/users/me/identities/attempts', { provider: 'plain', returnTo: PAGE });
      expect(anonymous.status).toBe(401);
      await app.sql(`UPDATE sessions SET proved_at = now() - interval '1 hour' WHERE user_id = $1`, [ada.id]);
      const login = await app.post<{ accessToken: string; refreshToken: string }>('/v1/auth/login', {
        email: ada.email,
        password: PASSWORD,
      });
      await app.sql(`UPDATE sessions SET proved_at = now() - interval '1 hour' WHERE user_id = $1`, [ada.id]);
      const { refreshToken } = expectStatus(login, 200);
      const stale = await app.post<{ accessToken: string }>('/v1/auth/refresh', { refreshToken });
      const answer = await new Browser(app).begin('plain', PAGE, expectStatus(stale, 200).accessToken);
      expect([answer.status, answer.body.code]).toEqual([401, 'recent_sign_in_required']);
    });

    it('not once the session in which that began has ended, nor in another browser', async () => {
      const ada = await person(app);
      const browser = new Browser(app);
      const { authorizationUrl } = expectStatus(await browser.begin('plain', PAGE, ada.token), 200);
      const back = await browser.visit(authorizationUrl, elsewhere.someone().sub);
      expect((await new Browser(app).comeBack(back)).error).toBe('other_browser');
      expect((await app.post('/v1/auth/logout', undefined, ada.token)).status).toBe(204);
      expect((await browser.comeBack(back)).error).toBe('session_over');
      expect(await app.sql('SELECT FROM identities WHERE user_id = $1', [ada.id])).toEqual([]);
    });

    it('not when it is another’s, nor beside another of the same provider', async () => {
      const [ada, eve] = [await person(app), await person(app, 'Eve')];
      const { sub } = elsewhere.someone();
      await elsewhere.linked(ada, sub);
      expect((await elsewhere.linked(eve, sub)).error).toBe('identity_taken');
      expect((await elsewhere.linked(ada, elsewhere.someone().sub)).error).toBe('provider_linked');
      expect((await elsewhere.linked(ada, sub, 'posting')).linked).toBe('posting');
      expect((await identities(ada.token)).map(({ provider }) => provider)).toEqual(['plain', 'posting']);
      expect(await identities(eve.token)).toEqual([]);
    });
  });

  describe('is taken off an account', () => {
    it('by its owner, who is told; nobody else is signed in any more', async () => {
      const [ada, eve] = [await person(app), await person(app, 'Eve')];
      const { sub, email } = elsewhere.someone();
      await elsewhere.linked(ada, sub);
      const { accessToken } = await elsewhere.signedIn(sub);
      const [identity] = await identities(ada.token);
      expect((await remove(identity?.id, eve.token)).status).toBe(404);
      expect((await remove(identity?.id, ada.token)).status).toBe(204);
      expect((await app.get('/v1/users/me', accessToken)).status).toBe(401);
      await letterTo(app, ada, /cannot be signed in to with Plain & Sons/);
      expect((await me((await elsewhere.signedIn(sub)).accessToken)).email).toBe(email);
    });

    it('and was linked: that is in the audit log, as is that it is removed', async () => {
      const ada = await person(app);
      const { sub } = elsewhere.someone();
      await elsewhere.linked(ada, sub);
      const [identity] = await identities(ada.token);
      expect((await remove(identity?.id, ada.token)).status).toBe(204);
      const told = await app.sql<{ action: string; actor_id: string }>(
        `SELECT action, actor_id FROM audit_entries WHERE subject_id = $1 AND action LIKE 'identity.%' ORDER BY number`,
        [ada.id],
      );
      expect(told).toEqual([
        { action: 'identity.added', actor_id: ada.id },
        { action: 'identity.removed', actor_id: ada.id },
      ]);
    });

    it('unless nothing else is left to sign in with, also of two at once', async () => {
      const { sub } = elsewhere.someone();
      const { accessToken } = await elsewhere.signedIn(sub);
      const [only] = await identities(accessToken);
      expect((await remove(only?.id, accessToken)).body.code).toBe('last_way_in');
      await elsewhere.linked({ token: accessToken }, sub, 'posting');
      const both = await identities(accessToken);
      const answers = await Promise.all(both.map((identity) => remove(identity.id, accessToken)));
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    });
  });
});
