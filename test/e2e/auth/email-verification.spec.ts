import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#clock';
import { expectStatus, newKey, person, place, propertyBody, quote, TestApp, type Person } from '#testing';
import {
  codeOf,
  firstLink,
  forger,
  linksTo,
  me,
  resetToken,
  tokenAfter,
  verificationToken,
  verify,
} from '../support/accounts.js';
import { readLetters } from '../support/letters.js';
import { STAY } from '../support/market.js';

const CONFIRM = /^Confirm your e-mail address/;

describe('an e-mail address', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const registered = async (): Promise<{ ada: Person; token: string }> => {
    const ada = await person(app);
    return { ada, token: await firstLink(app, ada, CONFIRM) };
  };

  it('is confirmed by the link that is mailed at registration', async () => {
    const { ada, token } = await registered();
    const before = await me(app, ada.token);
    expect(before.emailVerified).toBe(false);
    expect(codeOf(await verify(app, token))).toBe('204');
    expect(await me(app, ada.token)).toEqual({ ...before, emailVerified: true, version: before.version + 1 });
  });

  it('is confirmed by a link that is used once', async () => {
    const { token } = await registered();
    const answers = await Promise.all(Array.from({ length: 8 }, () => verify(app, token)));
    expect(answers.map(codeOf).sort()).toEqual(['204', ...Array<string>(7).fill('400 invalid_code')]);
  });

  it('is confirmed by the last link that was asked for, and not by one before', async () => {
    const { ada, token } = await registered();
    const next = await verificationToken(app, ada);
    expect(codeOf(await verify(app, token))).toBe('400 invalid_code');
    expect(codeOf(await verify(app, next))).toBe('204');
  });

  it('has one link that counts, however many were asked for at once', async () => {
    const { ada, token } = await registered();
    const ask = () => app.post('/v1/auth/email-verifications', { email: ada.email });
    await Promise.all(Array.from({ length: 5 }, ask));
    await app.advance('PT1S');
    const [row] = await app.sql<{ made: number; open: number }>(
      `SELECT count(*)::integer AS made, (count(*) FILTER (WHERE used_at IS NULL))::integer AS open
       FROM mailed_codes WHERE user_id = $1`,
      [ada.id],
    );
    expect(row).toEqual({ made: 6, open: 1 });
    const tokens = (await linksTo(app, ada, CONFIRM)).filter((each) => each !== token);
    const answers = [];
    for (const each of tokens) answers.push(codeOf(await verify(app, each)));
    expect(answers.filter((code) => code === '204')).toHaveLength(1);
  });

  it('that is confirmed is sent no more links', async () => {
    const { ada, token } = await registered();
    expectStatus(await verify(app, token), 204);
    expectStatus(await app.post('/v1/auth/email-verifications', { email: ada.email }), 202);
    await app.advance('PT1S');
    expect(await linksTo(app, ada, CONFIRM)).toEqual([token]);
  });

  it('is confirmed in any spelling that one signs in with', async () => {
    const { ada, token } = await registered();
    const spelled = ada.email.toUpperCase();
    const next = await tokenAfter(app, ada, CONFIRM, () =>
      app.post('/v1/auth/email-verifications', { email: spelled }),
    );
    expect(next).not.toBe(token);
    expect(codeOf(await verify(app, next))).toBe('204');
  });

  it('is not confirmed by a link that was changed, is for something else, has expired, or was never made', async () => {
    const { ada, token } = await registered();
    const forge = await forger(app);
    const [code] = await app.sql<{ id: string; expiresAt: Date }>(
      'SELECT id, expires_at AS "expiresAt" FROM mailed_codes WHERE user_id = $1 AND used_at IS NULL',
      [ada.id],
    );
    if (!code) throw new Error('no code was made');
    expect(forge('verify_email', code)).toBe(token);
    const flipped = `${token.slice(0, 40)}${token[40] === 'A' ? 'B' : 'A'}${token.slice(41)}`;
    const wrong = [
      flipped,
      token.slice(0, -1),
      'token',
      forge('verify_email', { id: newId(), expiresAt: code.expiresAt }),
      forge('verify_email', { ...code, expiresAt: new Date(Date.now() - 1000) }),
      forge('reset_password', code),
      forge('take_email', code),
      await resetToken(app, ada),
    ];
    const answers = await Promise.all(wrong.map((each) => verify(app, each)));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(new Set(answers.map(codeOf))).toEqual(new Set(['400 invalid_code']));
    expect(codeOf(await verify(app, token))).toBe('204');
  });

  it('is not confirmed by a link whose time was over in the database alone', async () => {
    const { ada, token } = await registered();
    await app.sql('UPDATE mailed_codes SET expires_at = now() WHERE user_id = $1', [ada.id]);
    expect(codeOf(await verify(app, token))).toBe('400 invalid_code');
  });

  it('is greeted without the name that whoever registered has given', async () => {
    const { ada } = await registered();
    const letters = (await readLetters(app, ada)).filter(({ subject }) => CONFIRM.test(subject));
    expect(letters.map(({ text }) => text)).toEqual([expect.stringMatching(/^Hello,\n/)]);
  });

  it('need not be confirmed on a laptop before one books and publishes', async () => {
    const [host, guest] = [await person(app, 'Hanna'), await person(app, 'Gil')];
    const quoteId = await quote(app, guest, { propertyId: await place(app, host), ...STAY });
    expect((await app.post('/v1/bookings', { quoteId }, guest.token, newKey())).status).toBe(201);
  });

  it('is confirmed though the sandbox’s clock has been moved on by a year, and its codes live on', async () => {
    const { token } = await registered();
    await app.advance('P366D');
    expect(codeOf(await verify(app, token))).toBe('204');
  });
});

describe('where e-mail addresses have to be confirmed, an account', () => {
  let app: TestApp;
  let host: Person;
  let guest: Person;

  beforeAll(async () => {
    app = await TestApp.start({ EMAIL_VERIFICATION: 'required' });
    [host, guest] = [await person(app, 'Hanna'), await person(app, 'Gil')];
  });
  afterAll(() => app.stop());

  const confirmed = async (who: Person) => expectStatus(await verify(app, await verificationToken(app, who)), 204);
  const publish = (id: string) => app.post(`/v1/properties/${id}/publish`, undefined, host.token);

  it('that has not been looks at all, drafts and asks for prices, but neither publishes nor books', async () => {
    const { id } = expectStatus(await app.post<{ id: string }>('/v1/properties', propertyBody(), host.token), 201);
    expect(await publish(id)).toMatchObject({ status: 403, body: { code: 'email_unverified' } });
    const overGraphql = await app.graphql(`mutation { publishProperty(id: "${id}") { id } }`, {}, host.token);
    expect(overGraphql.errors?.[0]?.extensions.code).toBe('email_unverified');
    await confirmed(host);
    expect((await publish(id)).status).toBe(200);

    const quoteId = await quote(app, guest, { propertyId: id, ...STAY });
    const book = () => app.post('/v1/bookings', { quoteId }, guest.token, newKey());
    expect(await book()).toMatchObject({ status: 403, body: { code: 'email_unverified' } });
    const create = 'mutation ($quoteId: ID!) { createBooking(input: { quoteId: $quoteId }) { id } }';
    const refused = await app.graphql(create, { quoteId }, guest.token, newKey());
    expect(refused.errors?.[0]?.extensions.code).toBe('email_unverified');
    await confirmed(guest);
    expect((await book()).status).toBe(201);
  });
});
