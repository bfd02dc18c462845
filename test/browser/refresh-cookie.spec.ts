import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { PASSWORD, person, TestApp, type Person } from '#testing';
import { firstLink, login, resetToken, verify } from '../e2e/support/accounts.js';
import { errorsOf, startBrowser } from './chromium.js';
import { EmptyPage } from './pages.js';

const COOKIE = '__Host-roost-refresh';
const NEXT_PASSWORD = 'three herons on a wet roof 9';

interface Said {
  status: number;
  body?: { accessToken?: string; refreshToken?: string | null };
}

/** Runs in the page, whose refresh token is in a cookie, and calls the API. `status` 0: it may not read the answer. */
async function inPage([url, path, body, headers]: [string, string, object, Record<string, string>]): Promise<Said> {
  try {
    const answer = await fetch(url + path, {
      method: 'POST',
      credentials: 'include',
      headers,
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, ...(text !== '' && { body: JSON.parse(text) as Said['body'] }) };
  } catch {
    return { status: 0 };
  }
}

describe('in a real browser', () => {
  let app: TestApp;
  let ours: EmptyPage;
  let theirs: EmptyPage;
  let ada: Person;
  let browser: BrowserContext;
  let api: string;

  beforeAll(async () => {
    [ours, theirs] = await Promise.all([EmptyPage.serve(), EmptyPage.serve()]);
    app = await TestApp.start({ CORS_ORIGINS: `http://localhost:${ours.port}` });
    // Browsers take localhost for a secure place: `Secure` cookies are kept for it without TLS.
    api = `http://localhost:${new URL(app.url).port}`;
    ada = await person(app);
  });
  afterAll(() => Promise.all([app.stop(), ours.stop(), theirs.stop()]));

  beforeEach(async () => {
    browser = await startBrowser(['--host-resolver-rules=MAP evil.example 127.0.0.1']);
  });
  afterEach(() => browser.close());

  const open = async (url: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(url);
    return page;
  };
  const call = (page: Page, path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Said> => {
    const sent = { 'content-type': 'application/json', 'refresh-token-in': 'cookie', ...headers };
    return page.evaluate(inPage, [api, path, body, sent] as [string, string, object, Record<string, string>]);
  };
  const signIn = async (): Promise<Page> => {
    const page = await open(`http://localhost:${ours.port}/`);
    const said = await call(page, '/v1/auth/login', { email: ada.email, password: PASSWORD });
    expect(said).toMatchObject({ status: 200, body: { refreshToken: null, accessToken: expect.any(String) } });
    return page;
  };
  const kept = async () => (await browser.cookies(api)).filter(({ name }) => name === COOKIE);

  it('the refresh token is in a cookie that no script reads, and a page that is loaded again goes on by it', async () => {
    const page = await signIn();
    const [cookie] = await kept();
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/', domain: 'localhost' });
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await (await open(`${api}/account/verify-email`)).evaluate('document.cookie')).toBe('');
    await page.reload();
    const { status, body } = await call(page, '/v1/auth/refresh');
    expect(status).toBe(200);
    expect((await app.get('/v1/users/me', body?.accessToken)).status).toBe(200);
    expect((await kept())[0]?.value).not.toBe(cookie?.value);
  });

  it('two tabs that refresh at the same moment both go on', async () => {
    const [one, other] = [await signIn(), await open(`http://localhost:${ours.port}/`)];
    for (let round = 0; round < 3; round += 1) {
      const said = await Promise.all([one, other, one, other].map((page) => call(page, '/v1/auth/refresh')));
      expect(said.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    }
  });

  it('signing out takes the cookie away', async () => {
    const page = await signIn();
    const { body } = await call(page, '/v1/auth/refresh');
    const out = await call(page, '/v1/auth/logout', {}, { authorization: `Bearer ${body?.accessToken}` });
    expect([out.status, await kept()]).toEqual([204, []]);
    expect((await call(page, '/v1/auth/refresh')).status).toBe(401);
  });

  it('pages of other origins neither refresh nor read, nor end anything', async () => {
    const page = await signIn();
    const before = await kept();
    for (const origin of [
      `http://localhost:${theirs.port}`,
      `http://127.0.0.1:${ours.port}`,
      `http://evil.example:${theirs.port}`,
    ]) {
      const foreign = await open(`${origin}/`);
      for (const path of ['/v1/auth/refresh', '/v1/auth/logout']) {
        expect([origin, await call(foreign, path)]).toEqual([origin, { status: 0 }]);
        // What needs no leave beforehand: a form’s kind of request, without the header.
        const simple = foreign.evaluate(
          (url) =>
            fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}' }).then(
              () => 'answered',
              () => 'not to be read',
            ),
          api + path,
        );
        expect(await simple).toBe('not to be read');
      }
      await foreign.setContent(`<form method="post" action="${api}/v1/auth/refresh"><input name="a"></form>`);
      const [answer] = await Promise.all([
        foreign.waitForResponse(`${api}/v1/auth/refresh`),
        foreign.evaluate('document.forms[0].submit()'),
      ]);
      expect(answer.status()).toBe(415);
    }
    expect(await kept()).toEqual(before);
    expect((await call(page, '/v1/auth/refresh')).status).toBe(200);
  });

  it('the pages that letters link to do what they say, and nothing that their policy forbids', async () => {
    const bea = await person(app, 'Bea');
    const page = await browser.newPage();
    const errors = errorsOf(page);
    const verifying = await firstLink(app, bea, /^Confirm your e-mail address/);
    await page.goto(`${api}/account/verify-email#token=${verifying}`);
    expect(page.url()).toBe(`${api}/account/verify-email`);
    await page.click('button');
    await page.getByText('Your e-mail address is confirmed').waitFor();
    expect((await verify(app, verifying)).status).toBe(400);
    await page.goto(`${api}/account/reset-password#token=${await resetToken(app, bea)}`);
    await page.fill('input[name=password]', NEXT_PASSWORD);
    await page.click('button');
    await page.getByText('Your password is changed').waitFor();
    expect((await login(app, bea, NEXT_PASSWORD)).status).toBe(200);
    expect(errors).toEqual([]);
  });
});
