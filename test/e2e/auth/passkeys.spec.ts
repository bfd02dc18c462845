import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, TestApp, type Answer, type Person, type ProblemAnswer } from '#testing';
import { challengeOf, codeFor, complete, login, withPhone, type SignInAnswer } from '../support/authenticator-app.js';
import { Authenticator, type AskedFor, type Faults } from '../support/authenticator.js';
import { letterTo } from '../support/letters.js';

const ORIGIN = 'https://www.roost.test';
const SETTINGS = { PASSKEY_RP_ID: 'roost.test', PASSKEY_ORIGINS: ORIGIN };

interface Passkey {
  id: string;
  name: string;
  version: number;
  lastUsedAt: string | null;
  recoveryCodes: string[] | null;
}
type Options = { publicKey: AskedFor };
type WithOptions = SignInAnswer & { secondFactor: { passkeyOptions: AskedFor } };

const codeOf = ({ status, body }: Answer<ProblemAnswer>): string => `${status} ${body.code}`;
const PASSKEYS = '/v1/users/me/passkeys';

describe('passkeys', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(SETTINGS);
  });
  afterAll(() => app.stop());

  const askedToAdd = async ({ token }: Person): Promise<AskedFor> =>
    expectStatus(await app.post<Options>(`${PASSKEYS}/options`, undefined, token), 200).publicKey;
  const add = ({ token }: Person, credential: object, name = 'My phone') =>
    app.post<Passkey & ProblemAnswer>(PASSKEYS, { name, credential }, token);
  const withPasskey = async (who: Person, name?: string): Promise<{ device: Authenticator; passkey: Passkey }> => {
    const device = new Authenticator(ORIGIN);
    return { device, passkey: expectStatus(await add(who, device.create(await askedToAdd(who)), name), 201) };
  };
  const asked = async (): Promise<AskedFor> =>
    expectStatus(await app.post<Options>('/v1/auth/passkeys/options'), 200).publicKey;
  const signIn = (credential: object) => app.post<SignInAnswer>('/v1/auth/passkeys', { credential });
  const listOf = async ({ token }: Person): Promise<Passkey[]> =>
    expectStatus(await app.get<{ data: Passkey[] }>(PASSKEYS, token), 200).data;
  const afterPassword = async (who: Person): Promise<WithOptions['secondFactor']> =>
    expectStatus((await login(app, who)) as Answer<WithOptions>, 202).secondFactor;

  it('are added, listed, given another name and removed', async () => {
    const ada = await person(app);
    const { passkey } = await withPasskey(ada, 'My phone');
    expect(passkey).toMatchObject({ name: 'My phone', lastUsedAt: null, version: 1 });
    expect(passkey.recoveryCodes).toHaveLength(10);
    const { passkey: other } = await withPasskey(ada, 'The key in the drawer');
    expect(other.recoveryCodes).toBeNull();
    expect((await listOf(ada)).map(({ name }) => name)).toEqual(['My phone', 'The key in the drawer']);

    const rename = (version: number) =>
      app.call<ProblemAnswer>('PATCH', `${PASSKEYS}/${other.id}`, {
        token: ada.token,
        headers: { 'if-match': `"${version}"` },
        body: { name: 'Gone' },
      });
    expect((await rename(1)).status).toBe(200);
    expect(codeOf(await rename(1))).toBe('412 precondition_failed');
    expect((await app.call('DELETE', `${PASSKEYS}/${other.id}`, { token: ada.token })).status).toBe(204);
    expect((await app.call('DELETE', `${PASSKEYS}/${other.id}`, { token: ada.token })).status).toBe(404);
    expect((await listOf(ada)).map(({ name }) => name)).toEqual(['My phone']);
    await letterTo(app, ada, /A passkey was added/);
    await letterTo(app, ada, /A passkey was removed/);
  });

  it('sign in by themselves, whoever’s they are', async () => {
    const ada = await person(app);
    const { device } = await withPasskey(ada);
    const answer = expectStatus(await signIn(device.get(await asked())), 200);
    expect((await app.get<{ email: string }>('/v1/users/me', answer.accessToken)).body.email).toBe(ada.email);
    const sessions = await app.sql('SELECT factors FROM sessions WHERE user_id = $1 ORDER BY created_at DESC', [
      ada.id,
    ]);
    expect(sessions[0]).toEqual({ factors: ['passkey'] });
    expect((await listOf(ada))[0]?.lastUsedAt).not.toBeNull();
  });

  it('sign in with the refresh token in a cookie, where the page wants it there', async () => {
    const { device } = await withPasskey(await person(app));
    const answer = await app.call<{ refreshToken: string | null }>('POST', '/v1/auth/passkeys', {
      body: { credential: device.get(await asked()) },
      headers: { 'refresh-token-in': 'cookie' },
    });
    expect(expectStatus(answer, 200).refreshToken).toBeNull();
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-roost-refresh=[\w-]+; .*HttpOnly/);
  });

  it('are asked for after the password, where presence is enough', async () => {
    const ada = await person(app);
    const { device } = await withPasskey(ada);
    const { methods, passkeyOptions, challengeToken } = await afterPassword(ada);
    expect(methods).toEqual(['passkey', 'recovery_code']);
    expect(passkeyOptions.allowCredentials?.map(({ id }) => id)).toEqual([device.id.toString('base64url')]);
    const passkey = device.get(passkeyOptions, { verified: false });
    expect((await complete(app, challengeToken, { passkey })).status).toBe(200);
    const next = await afterPassword(ada);
    expect(codeOf(await complete(app, next.challengeToken, { passkey }))).toBe('401 invalid_second_factor');
  });

  it('stand beside an authenticator app, whose recovery codes go on counting', async () => {
    const ada = await person(app);
    const { secret, recoveryCodes } = await withPhone(app, ada);
    const { passkey } = await withPasskey(ada);
    expect(passkey.recoveryCodes).toBeNull();
    expect((await afterPassword(ada)).methods).toEqual(['passkey', 'totp', 'recovery_code']);
    expect((await complete(app, await challengeOf(app, ada), { code: codeFor(secret) })).status).toBe(200);
    expect((await app.call('DELETE', '/v1/users/me/totp', { token: ada.token })).status).toBe(204);
    const challenge = await challengeOf(app, ada);
    expect((await complete(app, challenge, { recoveryCode: recoveryCodes[0] })).status).toBe(200);
    expect((await app.call('DELETE', `${PASSKEYS}/${passkey.id}`, { token: ada.token })).status).toBe(204);
    expect((await login(app, ada)).status).toBe(200);
  });

  const forged: [string, Faults][] = [
    ['another origin', { origin: 'https://www.roost.test.evil.example' }],
    ['the origin without its s', { origin: 'http://www.roost.test' }],
    ['another domain', { rpId: 'evil.example' }],
    ['a page within a page of others', { crossOrigin: true }],
    ['a signature with a bit that is not its own', { flip: true }],
    ['nobody there', { present: false }],
    ['nobody verified', { verified: false }],
    ['another kind of ceremony', { type: 'webauthn.create' }],
    ['a challenge that nobody asked', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['the handle of another account', { userHandle: Buffer.alloc(16).toString('base64url') }],
  ];
  it.each(forged)('do not sign in with %s', async (_what, faults) => {
    const { device } = await withPasskey(await person(app));
    expect(codeOf(await signIn(device.get(await asked(), faults)))).toBe('401 invalid_passkey');
    expect((await signIn(device.get(await asked()))).status).toBe(200);
  });

  const badlyMade: [string, Faults][] = [
    ...forged.filter(([what]) => !/verified|signature|handle|ceremony/.test(what)),
    ['another kind of ceremony', { type: 'webauthn.get' }],
    [
      'a certificate, which could name an address to be called',
      { format: 'packed', statement: new Map<string, string | Uint8Array[]>([['x5c', [Buffer.alloc(9)]]]) },
    ],
    ['a format that was not asked for', { format: 'fido-u2f' }],
  ];
  it.each(badlyMade)('are not added with %s', async (_what, faults) => {
    const ada = await person(app);
    const credential = new Authenticator(ORIGIN).create(await askedToAdd(ada), faults);
    expect(codeOf(await add(ada, credential))).toBe('422 passkey_not_added');
    expect(await listOf(ada)).toEqual([]);
  });

  it('sign a challenge once, also when two come with it at once, and also when it was for nothing', async () => {
    const { device } = await withPasskey(await person(app));
    const first = device.get(await asked());
    const answers = await Promise.all([signIn(first), signIn(first), signIn(first)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    const spoilt = await asked();
    expect((await signIn(device.get(spoilt, { flip: true }))).status).toBe(401);
    expect((await signIn(device.get(spoilt))).status).toBe(401);
  });

  it('sign no challenge whose time is over', async () => {
    const { device } = await withPasskey(await person(app));
    const late = await asked();
    await app.sql('UPDATE passkey_challenges SET expires_at = now()');
    expect((await signIn(device.get(late))).status).toBe(401);
  });

  it('sign no challenge that another was asked, nor one for something else', async () => {
    const [ada, eve] = [await person(app), await person(app, 'Eve')];
    const { device } = await withPasskey(ada);
    const { device: hers } = await withPasskey(eve);
    const forAda = await afterPassword(ada);
    expect((await signIn(device.get(forAda.passkeyOptions))).status).toBe(401);
    const passkey = hers.get({ ...forAda.passkeyOptions });
    expect(codeOf(await complete(app, forAda.challengeToken, { passkey }))).toBe('401 invalid_second_factor');
    const forAnyone = device.get(await asked());
    const next = await afterPassword(ada);
    expect((await complete(app, next.challengeToken, { passkey: forAnyone })).status).toBe(401);
    expect(codeOf(await add(eve, new Authenticator(ORIGIN).create(await askedToAdd(ada))))).toBe(
      '422 passkey_not_added',
    );
  });

  it('are refused when they count backwards, and their owner is told: there may be a copy', async () => {
    const ada = await person(app);
    const { device } = await withPasskey(ada);
    expect((await signIn(device.get(await asked(), { counter: 9 }))).status).toBe(200);
    // Whoever only knows the name of the passkey has nobody suspected.
    expect((await signIn(device.get(await asked(), { counter: 3, flip: true }))).status).toBe(401);
    expect((await signIn(device.get(await asked(), { counter: 9 }))).status).toBe(401);
    expect((await signIn(device.get(await asked(), { counter: 10 }))).status).toBe(200);
    expect((await letterTo(app, ada, /may be a copy/)).filter((subject) => /copy/.test(subject))).toHaveLength(1);
  });

  it('may not count at all', async () => {
    const ada = await person(app);
    const device = new Authenticator(ORIGIN);
    expectStatus(await add(ada, device.create(await askedToAdd(ada), { counter: 0 })), 201);
    for (let time = 0; time < 2; time += 1)
      expect((await signIn(device.get(await asked(), { counter: 0 }))).status).toBe(200);
  });

  it('do not sign in to an account that is suspended', async () => {
    const ada = await person(app);
    const { device } = await withPasskey(ada);
    await app.sql('UPDATE users SET suspended_at = now() WHERE id = $1', [ada.id]);
    expect(codeOf(await signIn(device.get(await asked())))).toBe('401 invalid_passkey');
  });

  it('are added once, by one person, and not without end', async () => {
    const [ada, eve] = [await person(app), await person(app, 'Eve')];
    const { device } = await withPasskey(ada);
    expect(codeOf(await add(eve, device.create(await askedToAdd(eve))))).toBe('409 passkey_exists');
    for (let more = 1; more < 20; more += 1) await withPasskey(ada);
    const credential = new Authenticator(ORIGIN).create(await askedToAdd(ada));
    expect(codeOf(await add(ada, credential))).toBe('409 too_many_passkeys');
  });

  it('are not removed when nothing else is left to sign in with, also not two at once', async () => {
    const ada = await person(app);
    const [first, second] = [await withPasskey(ada), await withPasskey(ada)];
    await app.sql('UPDATE users SET password_hash = NULL WHERE id = $1', [ada.id]);
    const remove = ({ passkey }: typeof first) =>
      app.call<ProblemAnswer>('DELETE', `${PASSKEYS}/${passkey.id}`, { token: ada.token });
    const answers = await Promise.all([remove(first), remove(second)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(await listOf(ada)).toHaveLength(1);
  });

  it('are nobody else’s to see, to rename or to remove', async () => {
    const [ada, eve] = [await person(app), await person(app, 'Eve')];
    const { passkey } = await withPasskey(ada);
    expect(await listOf(eve)).toEqual([]);
    const path = `${PASSKEYS}/${passkey.id}`;
    const renamed = { token: eve.token, headers: { 'if-match': '*' }, body: { name: 'Mine' } };
    expect((await app.call('PATCH', path, renamed)).status).toBe(404);
    expect((await app.call('DELETE', path, { token: eve.token })).status).toBe(404);
  });

  it('name each member of theirs that is wrong, and break nothing', async () => {
    const wrong = { id: 'x', type: 'password', response: { clientDataJSON: '!', authenticatorData: 5 } };
    const answer = await signIn(wrong);
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map(({ pointer }) => pointer).sort()).toEqual([
      '/credential/rawId',
      '/credential/response/authenticatorData',
      '/credential/response/clientDataJSON',
      '/credential/response/signature',
      '/credential/type',
    ]);
    const base64 = Buffer.from('{"challenge":5}').toString('base64url');
    const response = { clientDataJSON: base64, authenticatorData: 'AA', signature: 'AA' };
    const nonsense = await signIn({ id: 'AA', rawId: 'AA', type: 'public-key', response });
    expect(codeOf(nonsense)).toBe('401 invalid_passkey');
  });
});
