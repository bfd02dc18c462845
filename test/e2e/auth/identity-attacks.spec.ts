import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '#testing';
import { Browser, PAGE } from '../support/browser.js';
import { Elsewhere } from '../support/elsewhere.js';

describe('signing in with an account elsewhere withstands', () => {
  let elsewhere: Elsewhere;
  let app: TestApp;

  beforeAll(async () => {
    elsewhere = await Elsewhere.start();
    ({ app } = elsewhere);
  });
  afterAll(() => elsewhere.stop());

  it('the way back of another browser (login CSRF), which does not spoil it for the one that began', async () => {
    const { browser, back } = await elsewhere.onTheWay(elsewhere.someone().sub);
    const victim = new Browser(app);
    await victim.begin('plain');
    expect((await victim.comeBack(back)).error).toBe('other_browser');
    expect((await new Browser(app).comeBack(back)).error).toBe('other_browser');
    expect((await browser.comeBack(back)).code).toBeDefined();
  });

  it('the code of another browser (session fixation), which it does not spoil either', async () => {
    const { browser, back } = await elsewhere.onTheWay(elsewhere.someone().sub);
    const { code } = await browser.comeBack(back);
    const victim = new Browser(app);
    await victim.begin('plain');
    const stolen = await victim.fetchTokens(code);
    expect([stolen.status, stolen.body.code]).toEqual([401, 'attempt_over']);
    expect((await browser.fetchTokens(code)).status).toBe(200);
  });

  it('a code that comes again, also three at once, and one whose minute is over', async () => {
    const { browser, back } = await elsewhere.onTheWay(elsewhere.someone().sub);
    const { code } = await browser.comeBack(back);
    const answers = await Promise.all([1, 2, 3].map(() => browser.fetchTokens(code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    const late = await elsewhere.onTheWay(elsewhere.someone().sub);
    const told = await late.browser.comeBack(late.back);
    await app.sql('UPDATE oidc_attempts SET result_expires_at = now() WHERE result_hash IS NOT NULL');
    expect((await late.browser.fetchTokens(told.code)).status).toBe(401);
  });

  it('an answer that comes again, also three at once', async () => {
    const { browser, back } = await elsewhere.onTheWay(elsewhere.someone().sub);
    const told = await Promise.all([1, 2, 3].map(() => browser.comeBack(back)));
    const { code: only } = told.find(({ code }) => code !== undefined) ?? {};
    expect(told.map(({ code, error }) => error ?? typeof code).sort()).toEqual([
      'attempt_over',
      'attempt_over',
      'string',
    ]);
    expect((await browser.comeBack(back)).error).toBe('attempt_over');
    expect((await browser.fetchTokens(only)).status).toBe(200);
  });

  it('a state that is wrong, missing, or of an attempt at another provider', async () => {
    const { browser, back } = await elsewhere.onTheWay(elsewhere.someone().sub);
    const state = back.params.get('state') ?? '';
    const changed = (last: string) => new URLSearchParams({ ...Object.fromEntries(back.params), state: last });
    const none = new URLSearchParams(back.params);
    none.delete('state');
    for (const params of [changed(`${state.slice(0, -4)}AAAA`), changed('x'), none])
      expect(await browser.comeBack({ ...back, params })).toEqual({ status: 401, problem: 'attempt_over' });
    expect((await browser.comeBack({ ...back, provider: 'posting' })).problem).toBe('attempt_over');
    expect((await browser.comeBack({ ...back, provider: 'nobody' })).problem).toBe('attempt_over');
    expect((await browser.comeBack(back)).code).toBeDefined();
  });

  it('an answer that another provider has given (mix-up), which does not use the attempt up', async () => {
    const { browser, back } = await elsewhere.onTheWay(elsewhere.someone().sub);
    const mixed = new URLSearchParams(back.params);
    mixed.set('iss', elsewhere.posting.issuer);
    expect((await browser.comeBack({ ...back, params: mixed })).error).toBe('provider_mixed_up');
    mixed.append('iss', elsewhere.plain.issuer);
    expect((await browser.comeBack({ ...back, params: mixed })).error).toBe('provider_mixed_up');
    expect((await browser.comeBack(back)).code).toBeDefined();
    const silent = await elsewhere.onTheWay(elsewhere.someone().sub);
    silent.back.params.delete('iss');
    expect((await silent.browser.comeBack(silent.back)).error).toBe('provider_refused');
  });

  it('an answer with a state or a code twice', async () => {
    for (const name of ['state', 'code']) {
      const { browser, back } = await elsewhere.onTheWay(elsewhere.someone().sub);
      back.params.append(name, back.params.get(name) ?? '');
      expect((await browser.comeBack(back)).error).toBe('provider_refused');
    }
  });

  it('a code of the provider that was made for another attempt', async () => {
    const [ours, theirs] = [
      await elsewhere.onTheWay(elsewhere.someone().sub),
      await elsewhere.onTheWay(elsewhere.someone().sub),
    ];
    ours.back.params.set('code', theirs.back.params.get('code') ?? '');
    expect((await ours.browser.comeBack(ours.back)).error).toBe('provider_refused');
  });

  it('an ID token that was made for something else', async () => {
    const { browser, back } = await elsewhere.onTheWay(elsewhere.someone().sub, 'plain', {
      nonce: 'of-another-attempt',
    });
    expect((await browser.comeBack(back)).error).toBe('provider_refused');
  });

  it('an answer that comes after ten minutes', async () => {
    const { browser, back } = await elsewhere.onTheWay(elsewhere.someone().sub);
    await app.sql('UPDATE oidc_attempts SET expires_at = now() WHERE used_at IS NULL');
    expect(await browser.comeBack(back)).toEqual({ status: 303, page: PAGE, error: 'attempt_over' });
  });

  it.each([
    'https://evil.example/',
    'https://www.roost.test.evil.example/',
    'https://www.roost.test@evil.example/',
    'https://user@www.roost.test/',
    'http://www.roost.test/',
    'https:\\\\evil.example',
    '//evil.example',
    '/signed-in',
    'javascript:alert(1)',
    'https://www.roost.test/#code=theirs',
  ])('having people sent to %s', async (returnTo) => {
    const { status, body } = await new Browser(app).begin('plain', returnTo);
    expect([status, body.errors?.map(({ pointer }) => pointer)]).toEqual([400, ['/returnTo']]);
  });

  it('forms that are posted to anything else', async () => {
    for (const path of ['/v1/auth/oidc/sessions', '/v1/auth/oidc/attempts', '/v1/auth/login']) {
      const answer = await fetch(app.url + path, { method: 'POST', body: new URLSearchParams({ code: 'x' }) });
      expect(answer.status).toBe(415);
    }
  });
  it('whoever reads the database: nothing in it lets them go on', async () => {
    const { browser, back } = await elsewhere.onTheWay(elsewhere.someone().sub);
    const { code = '' } = await browser.comeBack(back);
    const [{ rows } = { rows: '' }] = await app.sql<{ rows: string }>(
      `SELECT string_agg(a::text || encode(sealed_secrets, 'escape'), ' ') AS rows FROM oidc_attempts a`,
    );
    const cookie = browser.kept.split('=')[1] ?? '';
    for (const secret of [code, back.params.get('state') ?? '', back.params.get('code') ?? '', cookie]) {
      expect(secret.length).toBeGreaterThan(20);
      expect(rows).not.toContain(secret);
    }
  });
});
