import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newPrivateKey } from '#config';
import { expectStatus, PASSWORD, person, TestApp, type Answer, type Person, type ProblemAnswer } from '#testing';
import {
  challengeOf,
  codeFor,
  complete,
  login,
  stepLasts,
  stepsPass,
  withPhone,
  type Phone,
  type SignInAnswer,
} from '../support/authenticator-app.js';
import { letterTo } from '../support/letters.js';

const codeOf = ({ status, body }: Answer<ProblemAnswer>): string => `${status} ${body.code}`;

describe('signing in with a second factor', () => {
  let app: TestApp;
  let ada: Person;
  let phone: Phone;
  beforeAll(async () => {
    app = await TestApp.start();
    ada = await person(app);
    phone = await withPhone(app, ada);
  });
  afterAll(() => app.stop());

  const factorsOfLast = async (who: Person): Promise<string[] | undefined> =>
    (
      await app.sql<{ factors: string[] }>(
        'SELECT factors FROM sessions WHERE user_id = $1 ORDER BY created_at DESC LIMIT 1',
        [who.id],
      )
    )[0]?.factors;

  it('asks for it only after the right password', async () => {
    const wrong = await app.post<ProblemAnswer>('/v1/auth/login', { email: ada.email, password: 'a wild guess' });
    const nobody = await app.post<ProblemAnswer>('/v1/auth/login', { email: 'no@example.com', password: PASSWORD });
    expect(wrong.body).toEqual(nobody.body);
    const answer = await login(app, ada);
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({
      secondFactor: {
        challengeToken: expect.any(String),
        methods: ['totp', 'recovery_code'],
        passkeyOptions: null,
        expiresIn: 300,
      },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('takes a code of the app, and keeps by what somebody has signed in', async () => {
    await stepsPass(app, ada.id);
    const signedIn = expectStatus(
      await complete(app, await challengeOf(app, ada), { code: codeFor(phone.secret) }),
      200,
    );
    expect((await app.get('/v1/users/me', signedIn.accessToken)).status).toBe(200);
    expect((await app.post('/v1/auth/refresh', { refreshToken: signedIn.refreshToken })).status).toBe(200);
    expect(await factorsOfLast(ada)).toEqual(['password', 'totp']);
  });

  it.each([
    [-2, 401],
    [-1, 200],
    [0, 200],
    [1, 200],
    [2, 401],
  ])('answers a code of a clock that is %i steps off with %i', async (steps, status) => {
    const gil = await person(app, 'Gil');
    const { secret } = await withPhone(app, gil);
    const challenge = await challengeOf(app, gil);
    // A code that is two steps ahead is one step ahead once the clock has turned.
    await stepLasts();
    expect((await complete(app, challenge, { code: codeFor(secret, steps) })).status).toBe(status);
  });

  it('takes no code twice, nor one from before it', async () => {
    await stepsPass(app, ada.id);
    const code = codeFor(phone.secret);
    expect((await complete(app, await challengeOf(app, ada), { code })).status).toBe(200);
    expect(codeOf(await complete(app, await challengeOf(app, ada), { code }))).toBe('401 invalid_second_factor');
    const before = { code: codeFor(phone.secret, -1) };
    expect(codeOf(await complete(app, await challengeOf(app, ada), before))).toBe('401 invalid_second_factor');
  });

  it('takes no code twice, also when two come with it at once', async () => {
    await stepsPass(app, ada.id);
    const challenges = [await challengeOf(app, ada), await challengeOf(app, ada), await challengeOf(app, ada)];
    const code = codeFor(phone.secret);
    const answers = await Promise.all(challenges.map((challenge) => complete(app, challenge, { code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });

  it('takes a recovery code once, tells of it, and how many are left', async () => {
    const [recoveryCode = ''] = phone.recoveryCodes;
    const written = { recoveryCode: recoveryCode.toUpperCase().replaceAll('-', ' ') };
    expect((await complete(app, await challengeOf(app, ada), written)).status).toBe(200);
    expect(await factorsOfLast(ada)).toEqual(['password', 'recovery_code']);
    const again = await complete(app, await challengeOf(app, ada), { recoveryCode });
    expect(codeOf(again)).toBe('401 invalid_second_factor');
    await letterTo(app, ada, /A recovery code was used/);
  });

  it('lets one of two in who come with one recovery code at once', async () => {
    const [, recoveryCode] = phone.recoveryCodes;
    const challenges = [await challengeOf(app, ada), await challengeOf(app, ada), await challengeOf(app, ada)];
    const answers = await Promise.all(challenges.map((challenge) => complete(app, challenge, { recoveryCode })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });

  it('lets one of two in who meet one challenge at once, and uses up nothing for the other', async () => {
    const [, , first, second] = phone.recoveryCodes;
    const challenge = await challengeOf(app, ada);
    const answers = await Promise.all([first, second].map((code) => complete(app, challenge, { recoveryCode: code })));
    expect(answers.map(codeOf).sort()).toEqual(['200 undefined', '401 challenge_over']);
    const unused = answers[0]?.status === 200 ? second : first;
    expect((await complete(app, await challengeOf(app, ada), { recoveryCode: unused })).status).toBe(200);
  });

  it('puts new recovery codes in the place of the old ones', async () => {
    const gil = await person(app, 'Gil');
    const path = '/v1/users/me/recovery-codes';
    expect(codeOf(await app.post<ProblemAnswer>(path, undefined, gil.token))).toBe('409 no_second_factor');
    const old = await withPhone(app, gil);
    const renewed = expectStatus(await app.post<Phone>(path, undefined, gil.token), 200);
    const challenge = await challengeOf(app, gil);
    expect((await complete(app, challenge, { recoveryCode: old.recoveryCodes[0] })).status).toBe(401);
    expect((await complete(app, challenge, { recoveryCode: renewed.recoveryCodes[0] })).status).toBe(200);
    await letterTo(app, gil, /new recovery codes/);
  });

  it('takes neither the code nor the recovery code of another', async () => {
    const eve = await person(app, 'Eve');
    const hers = await withPhone(app, eve);
    const challenge = await challengeOf(app, ada);
    for (const proof of [{ code: codeFor(hers.secret) }, { recoveryCode: hers.recoveryCodes[0] }])
      expect(codeOf(await complete(app, challenge, proof))).toBe('401 invalid_second_factor');
    expect((await complete(app, await challengeOf(app, eve), { recoveryCode: hers.recoveryCodes[0] })).status).toBe(
      200,
    );
  });

  it('is no sign-in by itself: a challenge opens nothing, and what is none meets nothing', async () => {
    const challenge = await challengeOf(app, ada);
    expect((await app.get('/v1/users/me', challenge)).status).toBe(401);
    expect((await app.post('/v1/auth/refresh', { refreshToken: challenge })).status).toBe(401);
    const { refreshToken } = expectStatus(await login(app, await person(app, 'Gil')), 200);
    for (const token of ['x', challenge.slice(0, -1), `${challenge.slice(0, 30)}${'A'.repeat(34)}`, refreshToken])
      expect(codeOf(await complete(app, token, { recoveryCode: phone.recoveryCodes[9] }))).toBe('401 challenge_over');
  });

  it.each([
    [{}, ['/code', '/recoveryCode', '/passkey']],
    [{ code: '123456', recoveryCode: 'x' }, ['/code', '/recoveryCode', '/passkey']],
    [{ code: '12345' }, ['/code']],
    [{ code: 123_456 }, ['/code']],
    [{ code: null }, ['/code']],
    [{ recoveryCode: '' }, ['/recoveryCode']],
    [{ recoveryCode: 'x'.repeat(101) }, ['/recoveryCode']],
    [{ code: '123456', userId: 'x' }, ['/userId']],
  ])('names every wrong field of %p', async (proof, pointers) => {
    const answer = await complete(app, 'x', proof);
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  const changes: [string, string][] = [
    ['its time is over', 'UPDATE sign_in_challenges SET expires_at = now() WHERE user_id = $1'],
    ['the password is another', `UPDATE users SET password_hash = 'another' WHERE id = $1`],
    ['the account may do other things', `UPDATE users SET roles = '{support}' WHERE id = $1`],
    ['the account is suspended', 'UPDATE users SET suspended_at = now() WHERE id = $1'],
  ];
  it.each(changes)('begins again when %s', async (_why, statement) => {
    const gil = await person(app, 'Gil');
    const { recoveryCodes } = await withPhone(app, gil);
    const challenge = await challengeOf(app, gil);
    await app.sql(statement, [gil.id]);
    const answer = await complete(app, challenge, { recoveryCode: recoveryCodes[0] });
    expect(codeOf(answer)).toBe('401 challenge_over');
  });

  it('is not begun for an account that is suspended, which is told so by its password', async () => {
    const gil = await person(app, 'Gil');
    await withPhone(app, gil);
    await app.sql('UPDATE users SET suspended_at = now() WHERE id = $1', [gil.id]);
    expect(codeOf(await login(app, gil))).toBe('403 account_suspended');
  });

  it('is asked for over GraphQL too, by an error that says how to go on', async () => {
    const query = `mutation { login(input: { email: "${ada.email}", password: "${PASSWORD}" }) { accessToken } }`;
    const { body } = await app.call<{ errors: { extensions: SignInAnswer }[] }>('POST', '/graphql', {
      body: { query },
    });
    expect(body.errors).toMatchObject([{ extensions: { code: 'second_factor_needed', status: 401 } }]);
    const challengeToken = body.errors[0]?.extensions.secondFactor.challengeToken ?? '';
    expect((await complete(app, challengeToken, { recoveryCode: phone.recoveryCodes[8] })).status).toBe(200);
  });

  it('goes on after the keys have changed, and seals the secret anew', async () => {
    const gil = await person(app, 'Gil');
    const { secret } = await withPhone(app, gil);
    const sealedOf = async () =>
      (
        await app.sql<{ sealed: string }>(`SELECT sealed_secret::text AS sealed FROM totp_secrets WHERE user_id = $1`, [
          gil.id,
        ])
      )[0]?.sealed.slice(0, 18);
    const before = await sealedOf();
    const shared = await app.sharedSettings();
    const other = await app.join({
      JWT_PRIVATE_KEYS: `${newPrivateKey()}\n${shared.JWT_PRIVATE_KEYS}`,
      PUBLIC_URL: app.url,
    });
    try {
      const challenge = await challengeOf(other, gil);
      expect((await complete(other, challenge, { code: codeFor(secret) })).status).toBe(200);
      expect(await sealedOf()).not.toBe(before);
    } finally {
      await other.stop();
    }
  });
});
