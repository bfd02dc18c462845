import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '#testing';
import { Browser, PAGE } from '../support/browser.js';
import { Elsewhere } from '../support/elsewhere.js';
import { staff } from '../support/staff.js';

const DOCUMENT = { url: 'https://example.com/terms', sha256: 'a'.repeat(64), required: true };

describe('an account that is made by signing in elsewhere', () => {
  let elsewhere: Elsewhere;
  let early: string;

  beforeAll(async () => {
    elsewhere = await Elsewhere.start();
    early = elsewhere.someone().sub;
    await elsewhere.signedIn(early);
    const admin = await staff(elsewhere.app, 'admin');
    const terms = { ...DOCUMENT, document: 'terms_of_service', version: 'a' };
    expectStatus(await elsewhere.app.post('/v1/terms', terms, admin.token), 201);
  });
  afterAll(() => elsewhere.stop());

  const begin = (browser: Browser, consents: object[]) => browser.begin('plain', PAGE, undefined, { consents });
  const travel = async (browser: Browser, sub: string, consents: object[]) => {
    const { authorizationUrl } = expectStatus(await begin(browser, consents), 200);
    return browser.comeBack(await browser.visit(authorizationUrl, sub));
  };

  it('needs the consents that are required of all who register', async () => {
    const { sub, email } = elsewhere.someone();
    const told = await travel(new Browser(elsewhere.app), sub, []);
    expect(told).toEqual({ status: 303, page: PAGE, error: 'consent_required' });
    expect(await elsewhere.app.sql('SELECT FROM users WHERE email = $1', [email])).toEqual([]);
  });

  it('has those that were named as it was begun', async () => {
    const browser = new Browser(elsewhere.app);
    const told = await travel(browser, elsewhere.someone().sub, [{ document: 'terms_of_service', version: 'a' }]);
    const { accessToken } = expectStatus(await browser.fetchTokens(told.code), 200);
    const given = await elsewhere.app.get('/v1/users/me/consents', accessToken);
    expect(given.body).toMatchObject({
      data: [{ document: 'terms_of_service', version: 'a', via: 'registration', withdrawnAt: null }],
    });
  });

  it('is refused consents to what is not in force', async () => {
    const { status, body } = await begin(new Browser(elsewhere.app), [{ document: 'terms_of_service', version: 'b' }]);
    expect([status, body.code, body.errors?.map(({ pointer }) => pointer)]).toEqual([
      422,
      'consent_not_current',
      ['/consents/0/version'],
    ]);
  });

  it('signs in without them once it is there', async () => {
    const browser = new Browser(elsewhere.app);
    expectStatus(await browser.fetchTokens((await travel(browser, early, [])).code), 200);
  });
});
