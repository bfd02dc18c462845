import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  book,
  confirmedBooking,
  expectStatus,
  leaksIn,
  newKey,
  PASSWORD,
  pay,
  person,
  place,
  quote,
  TestApp,
  type Person,
} from '#testing';
import { confirmChange, firstLink, linksTo, login, reset, resetToken, verify } from '../support/accounts.js';
import { challengeOf, codeFor, complete, withPhone, type SignInAnswer } from '../support/authenticator-app.js';
import { Authenticator, type AskedFor } from '../support/authenticator.js';
import { API, Browser } from '../support/browser.js';
import { Elsewhere } from '../support/elsewhere.js';
import { CLIENT } from '../support/oidc-provider.js';
import { apiKey, organisation } from '../support/partners.js';

const CARD = { number: '4000000000009995', cvc: '4807' };
const NEXT_PASSWORD = 'three herons on a wet roof 9';
const WRONG_PASSWORD = 'one grebe under a dry bridge 4';
const SMTP_PASSWORD = 'smtp-pass-of-this-test-81';

describe('whatever the logs are asked to say', () => {
  let elsewhere: Elsewhere;
  let app: TestApp;
  /** All that nobody may read there. */
  const secrets = new Set([
    PASSWORD,
    NEXT_PASSWORD,
    WRONG_PASSWORD,
    SMTP_PASSWORD,
    CARD.number,
    `cvc=${CARD.cvc}`,
    `cvc]=${CARD.cvc}`,
    `cvc":"${CARD.cvc}`,
  ]);
  const isSecret = (...values: (string | undefined)[]): void => {
    for (const value of values) if (value !== undefined && value !== '') secrets.add(value);
  };

  beforeAll(async () => {
    elsewhere = await Elsewhere.start({ LOG_LEVEL: 'trace', TRUSTED_PROXIES: '1' });
    ({ app } = elsewhere);
    const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, JWT_PRIVATE_KEYS } = await app.sharedSettings();
    isSecret(STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, JWT_PRIVATE_KEYS?.split('\n')[1], CLIENT.clientSecret);
    isSecret(new URL(app.database.url).password);
  });
  afterAll(() => elsewhere.stop());

  const expectSilence = async (): Promise<void> => {
    isSecret(...app.secretsSeen);
    const log = await app.output();
    expect(log).toContain('"level":30');
    expect(leaksIn(log, secrets)).toEqual([]);
  };

  it('they say no secret of signing in, by password, second factor or passkey', async () => {
    const ada = await person(app);
    expect((await login(app, ada, WRONG_PASSWORD)).status).toBe(401);
    expectStatus(await login(app, ada), 200);
    const { secret, recoveryCodes } = await withPhone(app, ada);
    isSecret(secret, ...recoveryCodes);
    const code = codeFor(secret);
    isSecret(`"${code}"`, `code=${code}`, `:${code}`);
    expectStatus(await complete(app, await challengeOf(app, ada), { code }), 200);
    expectStatus(await complete(app, await challengeOf(app, ada), { recoveryCode: recoveryCodes[0] }), 200);
    const challenge = await challengeOf(app, ada);
    expect((await complete(app, challenge, { recoveryCode: recoveryCodes[0] })).status).toBe(401);
    const device = new Authenticator(API);
    const asked = await app.post<{ publicKey: AskedFor }>('/v1/users/me/passkeys/options', undefined, ada.token);
    const credential = device.create(expectStatus(asked, 200).publicKey);
    expectStatus(await app.post('/v1/users/me/passkeys', { name: 'Phone', credential }, ada.token), 201);
    const options = await app.post<{ publicKey: AskedFor }>('/v1/auth/passkeys/options');
    const proof = device.get(expectStatus(options, 200).publicKey);
    isSecret(JSON.stringify(proof.response));
    expectStatus(await app.post<SignInAnswer>('/v1/auth/passkeys', { credential: proof }), 200);
    await expectSilence();
  });

  it('they say no secret of refreshing, by body and by cookie, or of an old token that comes again', async () => {
    const ada = await person(app);
    const { refreshToken } = expectStatus(await login(app, ada), 200);
    const next = await app.post<{ refreshToken: string }>('/v1/auth/refresh', { refreshToken });
    await app.post('/v1/auth/refresh', { refreshToken: expectStatus(next, 200).refreshToken });
    expect((await app.post('/v1/auth/refresh', { refreshToken })).status).toBe(401);
    const headers = { 'refresh-token-in': 'cookie' };
    const signedIn = await app.call('POST', '/v1/auth/login', {
      body: { email: ada.email, password: PASSWORD },
      headers,
    });
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
    isSecret(cookie);
    expectStatus(await app.call('POST', '/v1/auth/refresh', { body: {}, headers: { ...headers, cookie } }), 200);
    await expectSilence();
  });

  it('they say no secret of mailed links, and none of the passwords they change', async () => {
    const ada = await person(app);
    const verifying = await firstLink(app, ada, /^Confirm your e-mail address/);
    expectStatus(await verify(app, verifying), 204);
    const next = { email: 'ada.next@example.org' };
    await app.post('/v1/users/me/email', { ...next, password: PASSWORD }, ada.token);
    const taking = await firstLink(app, next, /^Confirm your new e-mail address/);
    expectStatus(await confirmChange(app, taking), 204);
    const resetting = await resetToken(app, ada);
    expectStatus(await reset(app, resetting, NEXT_PASSWORD), 204);
    expect((await reset(app, resetting, NEXT_PASSWORD)).status).toBe(400);
    const { accessToken } = expectStatus(await login(app, ada, NEXT_PASSWORD), 200);
    const change = { currentPassword: NEXT_PASSWORD, newPassword: WRONG_PASSWORD };
    await app.post('/v1/users/me/password', change, accessToken);
    isSecret(verifying, taking, resetting, ...(await linksTo(app, ada, /./)));
    await expectSilence();
  });

  it('they say no secret of signing in elsewhere', async () => {
    const browser = new Browser(app);
    const { sub } = elsewhere.someone();
    const { authorizationUrl } = expectStatus(await browser.begin('plain'), 200);
    isSecret(browser.kept.split('=')[1]);
    const back = await browser.visit(authorizationUrl, sub);
    const sent = new URL(authorizationUrl).searchParams;
    isSecret(sent.get('state') ?? '', sent.get('nonce') ?? '', back.params.get('code') ?? '');
    const { code } = await browser.comeBack(back);
    isSecret(code);
    expectStatus(await browser.fetchTokens(code), 200);
    expect((await browser.fetchTokens(code)).status).toBe(401);
    await expectSilence();
  });

  it('they say no secret of programs', async () => {
    const owner = await person(app, 'Olga');
    const { key, prefix } = await apiKey(app, owner, await organisation(app, owner), ['calendar:read']);
    const form = { grant_type: 'client_credentials', client_id: prefix, client_secret: key };
    const asked = await app.call<{ access_token: string }>('POST', '/oauth/token', {
      raw: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expectStatus(await app.get('/v1/search?place=Albany', expectStatus(asked, 200).access_token), 200);
    expectStatus(await app.get('/v1/search?place=Albany', key), 200);
    const wrong = `${key.slice(0, -8)}aaaaaaaa`;
    isSecret(wrong);
    expect((await app.get('/v1/search?place=Albany', wrong)).status).toBe(401);
    await expectSilence();
  });

  const stayOf = (propertyId: string, day: number) => ({
    propertyId,
    checkIn: `2027-03-${day}`,
    checkOut: `2027-03-${day + 2}`,
  });

  it('they say no secret of a stay and of the cards that pay for it', async () => {
    const [host, guest] = [await person(app, 'Hanna'), await person(app, 'Gus')];
    const property = await place(app, host);
    const booking = await confirmedBooking(app, guest, stayOf(property, 10));
    isSecret(booking.payment.clientSecret ?? undefined);
    const other = await book(app, guest, stayOf(property, 20));
    isSecret(other.payment.clientSecret ?? undefined);
    const method = await cardOf(CARD);
    expect((await pay(app, other.payment, method)).status).toBe(402);
    await app.call('POST', `/v1/bookings/${booking.id}/cancel`, {
      token: guest.token,
      headers: { ...newKey(), 'if-match': `"${booking.version}"` },
      body: {},
    });
    // What pays is none of ours: it is sent to the wrong place.
    const wrong = { quoteId: await quote(app, guest, stayOf(property, 24)), card: CARD };
    expect((await app.post('/v1/bookings', wrong, guest.token, newKey())).status).toBe(400);
    await app.get(`/v1/bookings?card=${CARD.number}`, guest.token);
    await expectSilence();
  });

  /** A payment method out of a card. */
  async function cardOf({ number, cvc }: typeof CARD): Promise<string> {
    const { body } = await app.get<{ apiBase: string }>('/v1/payments/config');
    const key = await app.secret('stripe-secret-key');
    const card = { 'card[number]': number, 'card[cvc]': cvc, 'card[exp_month]': '1', 'card[exp_year]': '2099' };
    const answer = await fetch(`${body.apiBase}/v1/payment_methods`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: new URLSearchParams({ type: 'card', ...card }),
    });
    const { id, error } = (await answer.json()) as { id?: string; error?: { message: string } };
    if (id === undefined) throw new Error(`no payment method: ${error?.message}`);
    return id;
  }

  it('they say no secret that comes where none belongs', async () => {
    const ada: Person = await person(app);
    const { refreshToken } = expectStatus(await login(app, ada), 200);
    const raw = (path: string, text: string, headers: Record<string, string> = {}) =>
      app.call('POST', path, { raw: text, headers: { 'content-type': 'application/json', ...headers } });
    const inUrl = new URLSearchParams({ password: WRONG_PASSWORD, token: ada.token, refreshToken }).toString();
    const queries = [
      '/v1/auth/login',
      '/v1/auth/refresh',
      '/v1/users/me',
      '/v1/search',
      '/nowhere',
      '/graphql',
      '/account/verify-email',
    ];
    for (const path of queries) await app.get(`${path}?${inUrl}`);
    for (const path of [
      `/v1/${refreshToken}`,
      `/v1/bookings/${refreshToken}`,
      `/%zz${refreshToken}`,
      `/v1/users/${'x'.repeat(120)}${refreshToken}`,
    ])
      await app.get(path);
    await raw('/v1/auth/login', `{"email":"${ada.email}","password":"${WRONG_PASSWORD}"`);
    await raw('/v1/auth/login', `{"password":"${WRONG_PASSWORD}","password":"${PASSWORD}"}`);
    await raw('/v1/auth/login', JSON.stringify({ email: WRONG_PASSWORD, password: [PASSWORD] }));
    await raw('/v1/auth/register', JSON.stringify({ email: refreshToken, password: PASSWORD, [WRONG_PASSWORD]: 1 }));
    await raw('/v1/auth/refresh', JSON.stringify({ refreshToken: { $ne: refreshToken } }));
    await raw('/v1/auth/login', WRONG_PASSWORD, { 'content-type': `text/${refreshToken}` });
    await raw('/v1/webhooks/stripe', JSON.stringify({ card: CARD, password: WRONG_PASSWORD }), {
      'stripe-signature': `t=1,v1=${refreshToken}`,
    });
    const odd: Record<string, string>[] = [
      { authorization: `Basic ${Buffer.from(`ada:${WRONG_PASSWORD}`).toString('base64')}` },
      { authorization: refreshToken },
      { authorization: `Bearer ${ada.token}x` },
      { 'idempotency-key': ada.token, authorization: `Bearer ${ada.token}` },
      {
        'if-match': refreshToken,
        'x-request-id': refreshToken,
        'user-agent': refreshToken,
        cookie: `x=${refreshToken}`,
      },
    ];
    for (const headers of odd) await app.call('GET', '/v1/users/me', { headers: { ...headers } });
    for (const headers of odd) await raw('/v1/quotes', `{"a":"${refreshToken}`, headers);
    await app.graphql(
      `mutation { login(input: { email: "x", password: "${WRONG_PASSWORD}" }) { accessToken ${refreshToken} } }`,
    );
    await app.graphql(`{ ${WRONG_PASSWORD} `, { password: PASSWORD, refreshToken }, `${ada.token}.`);
    isSecret(refreshToken, Buffer.from(`ada:${WRONG_PASSWORD}`).toString('base64'));
    await expectSilence();
  });

  it('they would say them, and it would be found', async () => {
    const ada = await person(app);
    const canary = randomUUID();
    // What everybody logs who debugs: an error of the database.
    await app.sql(`CREATE FUNCTION say() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'said ${canary}'; END $$`);
    await app.sql('CREATE TRIGGER say BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION say()');
    expect((await login(app, ada)).status).toBe(500);
    await app.sql('DROP TRIGGER say ON sessions');
    expect(leaksIn(await app.output(), [canary])).toEqual([`${canary.slice(0, 12)}…`]);
  });
});

describe('what cannot be started says no secret either', () => {
  it('of its settings', async () => {
    const failing = TestApp.start({
      SMTP_URL: `smtps://user:${SMTP_PASSWORD}@`,
      STRIPE_SECRET_KEY: 'sk_live_of_this_test_which_is_long',
      DATABASE_POOL: 'many',
    });
    const error = await failing.then(
      () => '',
      (reason: unknown) => String(reason),
    );
    expect(error).toContain('DATABASE_POOL');
    expect(error).not.toContain(SMTP_PASSWORD);
    expect(error).not.toContain('sk_live_of_this_test_which_is_long');
  });
});
