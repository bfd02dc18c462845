import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person, TestApp, type Answer, type ProblemAnswer } from '#testing';
import { challengeOf, complete, withPhone } from '../support/authenticator-app.js';
import { letterTo } from '../support/letters.js';

const codeOf = ({ status, body }: Answer<ProblemAnswer>): string => `${status} ${body.code}`;

describe('guessing at a second factor', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ TRUSTED_PROXIES: '1' });
  });
  afterAll(() => app.stop());

  const ELSEWHERE = '198.51.100.1';
  const HOME = '203.0.113.7';
  const delaysPass = () => app.sql('UPDATE login_failures SET blocked_until = now() WHERE blocked_until > now()');
  const guess = async (challenge: string, from = ELSEWHERE) =>
    codeOf(await complete(app, challenge, { code: '000000' }, from));

  it('is over after five wrong codes at one sign-in, and the owner is told that their password is known', async () => {
    const ada = await person(app);
    const { recoveryCodes } = await withPhone(app, ada);
    const challenge = await challengeOf(app, ada, ELSEWHERE);
    for (let time = 0; time < 5; time += 1) expect(await guess(challenge)).toBe('401 invalid_second_factor');
    expect(await guess(challenge)).toBe('401 challenge_over');
    await delaysPass();
    const right = await complete(app, challenge, { recoveryCode: recoveryCodes[0] }, ELSEWHERE);
    expect(codeOf(right)).toBe('401 challenge_over');
    await letterTo(app, ada, /Somebody knows your password/);
  });

  it('is delayed over however many sign-ins, ever longer, and says for how long', async () => {
    const ada = await person(app);
    await withPhone(app, ada);
    for (let time = 0; time < 5; time += 1) {
      const challenge = await challengeOf(app, ada, ELSEWHERE);
      expect(await guess(challenge)).toBe('401 invalid_second_factor');
    }
    const minutes: number[] = [];
    for (let time = 0; time < 6; time += 1) {
      const challenge = await challengeOf(app, ada, ELSEWHERE);
      const delayed = await complete(app, challenge, { code: '000000' }, ELSEWHERE);
      expect(codeOf(delayed)).toBe('429 login_delayed');
      minutes.push(Math.ceil(Number(delayed.headers.get('retry-after')) / 60));
      await delaysPass();
      await guess(await challengeOf(app, ada, ELSEWHERE));
    }
    expect(minutes).toEqual([1, 2, 4, 8, 15, 15]);
  });

  it('uses up no try while it is delayed', async () => {
    const ada = await person(app);
    const { recoveryCodes } = await withPhone(app, ada);
    const spent = await challengeOf(app, ada, ELSEWHERE);
    for (let time = 0; time < 5; time += 1) await guess(spent);
    const challenge = await challengeOf(app, ada, ELSEWHERE);
    for (let time = 0; time < 8; time += 1) expect(await guess(challenge)).toBe('429 login_delayed');
    await delaysPass();
    expect((await complete(app, challenge, { recoveryCode: recoveryCodes[0] }, ELSEWHERE)).status).toBe(200);
  });

  it('is not got past by guessing many times at once', async () => {
    const ada = await person(app);
    await withPhone(app, ada);
    const challenges: string[] = [];
    while (challenges.length < 6) challenges.push(await challengeOf(app, ada, ELSEWHERE));
    const codes = await Promise.all(
      challenges.flatMap((challenge) => Array.from({ length: 5 }, () => guess(challenge))),
    );
    expect(codes.filter((code) => code === '401 invalid_second_factor')).toHaveLength(5);
    expect(new Set(codes)).toEqual(new Set(['401 invalid_second_factor', '429 login_delayed']));
  });

  it('does not shut the owner out where they have been signed in before', async () => {
    const ada = await person(app);
    const { recoveryCodes } = await withPhone(app, ada);
    const [first, second] = recoveryCodes;
    expect((await complete(app, await challengeOf(app, ada, HOME), { recoveryCode: first }, HOME)).status).toBe(200);
    const spent = await challengeOf(app, ada, ELSEWHERE);
    for (let time = 0; time < 5; time += 1) await guess(spent);
    expect(await guess(await challengeOf(app, ada, ELSEWHERE))).toBe('429 login_delayed');
    expect((await complete(app, await challengeOf(app, ada, HOME), { recoveryCode: second }, HOME)).status).toBe(200);
  });

  it('does not have the failures of the password forgotten by whoever knows only that', async () => {
    const ada = await person(app);
    await withPhone(app, ada);
    const wrong = () =>
      app.post<ProblemAnswer>('/v1/auth/login', { email: ada.email, password: 'a wild guess' }, undefined, {
        'x-forwarded-for': ELSEWHERE,
      });
    for (let time = 0; time < 4; time += 1) expect((await wrong()).status).toBe(401);
    await challengeOf(app, ada, ELSEWHERE);
    expect((await wrong()).status).toBe(401);
    expect(codeOf(await wrong())).toBe('429 login_delayed');
  });

  it('forgets failures when somebody signs in', async () => {
    const ada = await person(app);
    const { recoveryCodes } = await withPhone(app, ada);
    const challenge = await challengeOf(app, ada, ELSEWHERE);
    for (let time = 0; time < 4; time += 1) await guess(challenge);
    expect((await complete(app, challenge, { recoveryCode: recoveryCodes[0] }, ELSEWHERE)).status).toBe(200);
    const next = await challengeOf(app, ada, ELSEWHERE);
    for (let time = 0; time < 5; time += 1) expect(await guess(next)).toBe('401 invalid_second_factor');
  });
});
