import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { expectStatus, person, TestApp, waitFor, type Person, type ProblemAnswer } from '#testing';
import { codeOf } from '../support/accounts.js';
import { challengeOf, codeFor, complete, login, stepsPass, withPhone } from '../support/authenticator-app.js';
import { Authenticator, type AskedFor } from '../support/authenticator.js';
import { Elsewhere } from '../support/elsewhere.js';

const ORIGIN = 'https://www.roost.test';
const PASSKEYS = '/v1/users/me/passkeys';

type Options = { publicKey: AskedFor };

/** True once somebody waits for a lock in the application's own database; others may wait in theirs. */
async function anyWaiting(app: TestApp): Promise<true | undefined> {
  const waiting = await app.sql(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return waiting.length > 0 ? true : undefined;
}

/**
 * Does something while the account is locked by what changes it, as soon as that waits; then the change is committed.
 * @returns what came of it
 */
async function meanwhile<Result>(app: TestApp, userId: string, change: string, act: () => Promise<Result>) {
  const client = new pg.Client({ connectionString: app.database.url });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);
    const acting = act();
    await waitFor('the sign-in to wait for the account', () => anyWaiting(app));
    await client.query(change, [userId]);
    await client.query('COMMIT');
    return await acting;
  } finally {
    await client.end();
  }
}

describe('what one signs in with changes while somebody signs in', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ PASSKEY_RP_ID: 'roost.test', PASSKEY_ORIGINS: ORIGIN });
  });
  afterAll(() => app.stop());

  const withPasskey = async ({ token }: Person): Promise<{ device: Authenticator; id: string }> => {
    const device = new Authenticator(ORIGIN);
    const asked = expectStatus(await app.post<Options>(`${PASSKEYS}/options`, undefined, token), 200).publicKey;
    const added = await app.post<{ id: string }>(
      PASSKEYS,
      { name: 'My phone', credential: device.create(asked) },
      token,
    );
    return { device, id: expectStatus(added, 201).id };
  };
  const signInBy = async (device: Authenticator) => {
    const { publicKey } = expectStatus(await app.post<Options>('/v1/auth/passkeys/options'), 200);
    return app.post<ProblemAnswer>('/v1/auth/passkeys', { credential: device.get(publicKey) });
  };

  it('a password alone opens nothing once a second factor has come', async () => {
    const ada = await person(app);
    const setUp = `INSERT INTO totp_secrets (user_id, sealed_secret, created_at, confirmed_at) VALUES ($1, '', now(), now())`;
    expect(codeOf(await meanwhile(app, ada.id, setUp, () => login(app, ada)))).toBe('401 invalid_credentials');
    expect((await login(app, ada)).status).toBe(202);
  });

  it('a passkey opens nothing once it is removed', async () => {
    const ada = await person(app);
    const { device } = await withPasskey(ada);
    const removal = 'DELETE FROM passkeys WHERE user_id = $1';
    expect(codeOf(await meanwhile(app, ada.id, removal, () => signInBy(device)))).toBe('401 invalid_credentials');
  });

  it('a challenge is over once a passkey has come or gone', async () => {
    const ada = await person(app);
    const { secret } = await withPhone(app, ada);
    const before = await challengeOf(app, ada);
    const { id } = await withPasskey(ada);
    expect(codeOf(await complete(app, before, { code: codeFor(secret) }))).toBe('401 challenge_over');
    const between = await challengeOf(app, ada);
    expectStatus(await app.call('DELETE', `${PASSKEYS}/${id}`, { token: ada.token }), 204);
    expect(codeOf(await complete(app, between, { code: codeFor(secret) }))).toBe('401 challenge_over');
    await stepsPass(app, ada.id);
    expect((await complete(app, await challengeOf(app, ada), { code: codeFor(secret) })).status).toBe(200);
  });

  it('no challenge begins with a password that is being changed', async () => {
    const ada = await person(app);
    await withPhone(app, ada);
    const change = `UPDATE users SET password_hash = 'another' WHERE id = $1`;
    const client = new pg.Client({ connectionString: app.database.url });
    await client.connect();
    try {
      // Begun sign-ins are kept back until the change is made.
      await client.query('BEGIN; LOCK TABLE sign_in_challenges IN EXCLUSIVE MODE');
      const signingIn = login(app, ada);
      await waitFor('the sign-in to wait', () => anyWaiting(app));
      await client.query(change, [ada.id]);
      await client.query('COMMIT');
      expect(codeOf(await signingIn)).toBe('401 invalid_credentials');
    } finally {
      await client.end();
    }
  });
});

describe('an identity goes while somebody signs in by it', () => {
  let elsewhere: Elsewhere;
  let app: TestApp;
  beforeAll(async () => {
    elsewhere = await Elsewhere.start();
    ({ app } = elsewhere);
  });
  afterAll(() => elsewhere.stop());

  const withIdentity = async () => {
    const { sub } = elsewhere.someone();
    const ada = await person(app);
    expect(await elsewhere.linked(ada, sub)).toMatchObject({ linked: 'plain' });
    return { ada, sub };
  };
  const removeAll = 'DELETE FROM identities WHERE user_id = $1';

  it('and what they have come back with is of no use', async () => {
    const { ada, sub } = await withIdentity();
    const { browser, back } = await elsewhere.onTheWay(sub);
    const { code } = await browser.comeBack(back);
    await app.sql(removeAll, [ada.id]);
    expect(codeOf(await browser.fetchTokens(code))).toBe('401 attempt_over');
  });

  it('and opens nothing just then either', async () => {
    const { ada, sub } = await withIdentity();
    const { browser, back } = await elsewhere.onTheWay(sub);
    const { code } = await browser.comeBack(back);
    const fetched = await meanwhile(app, ada.id, removeAll, () => browser.fetchTokens(code));
    expect(codeOf(fetched)).toBe('401 invalid_credentials');
  });
});
