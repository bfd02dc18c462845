import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, person, TestApp, type Person, type ProblemAnswer } from '#testing';
import {
  codeOf,
  confirmChange,
  firstLink,
  linksTo,
  login,
  me,
  reset,
  resetToken,
  tokenAfter,
  verify,
} from '../support/accounts.js';
import { letterTo, lettersTo, readLetters } from '../support/letters.js';

const LEAVE = /^Confirm that your e-mail address is to change/;
const TAKE = /^Confirm your new e-mail address/;
const NEW_PASSWORD = 'three herons on a wet roof 9';

let count = 0;

describe('an e-mail address', () => {
  let app: TestApp;
  let ada: Person;
  let wanted: { email: string };

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    ada = await person(app);
    count += 1;
    wanted = { email: `ada.king.${count}@example.org` };
  });
  afterAll(() => app.stop());

  const ask = (email = wanted.email, token = ada.token, password = PASSWORD) =>
    app.post<ProblemAnswer>('/v1/users/me/email', { email, password }, token);
  const asked = async (): Promise<{ leave: string; take: string }> => {
    const leave = await tokenAfter(app, ada, LEAVE, async () => expectStatus(await ask(), 202));
    return { leave, take: await firstLink(app, wanted, TAKE) };
  };
  const statusOf = async (token: string) => (await app.get('/v1/users/me', token)).status;

  it.each([
    ['the old one first', ['leave', 'take']],
    ['the new one first', ['take', 'leave']],
  ] as const)('changes once it is confirmed at both, %s', async (_which, [first, second]) => {
    const other = expectStatus(await login(app, ada), 200).accessToken;
    const before = await me(app, ada.token);
    const tokens = await asked();
    expect(codeOf(await confirmChange(app, tokens[first]))).toBe('204');
    expect(await me(app, ada.token)).toEqual(before);
    expect((await login(app, wanted)).status).toBe(401);
    expect(codeOf(await confirmChange(app, tokens[second]))).toBe('204');
    const after = { ...before, email: wanted.email, emailVerified: true, version: before.version + 1 };
    expect(await me(app, ada.token)).toEqual(after);
    expect(await statusOf(other)).toBe(401);
    expect([(await login(app, wanted)).status, (await login(app, ada)).status]).toEqual([200, 401]);
    await letterTo(app, ada, /^Your e-mail address has changed/);
  });

  it('changes once when both are confirmed at the same moment, however often', async () => {
    const { leave, take } = await asked();
    const answers = await Promise.all([leave, take, leave, take].map((token) => confirmChange(app, token)));
    expect(answers.map(codeOf).sort()).toEqual(['204', '204', '400 invalid_code', '400 invalid_code']);
    expect(await me(app, ada.token)).toMatchObject({ email: wanted.email, version: 2 });
    await letterTo(app, ada, /^Your e-mail address has changed/);
    await app.advance('PT1S');
    const told = (await lettersTo(app, ada)).filter((subject) => /has changed/.test(subject));
    expect(told).toHaveLength(1);
  });

  it('is not confirmed twice at the same place', async () => {
    const { leave } = await asked();
    expect(codeOf(await confirmChange(app, leave))).toBe('204');
    expect(codeOf(await confirmChange(app, leave))).toBe('400 invalid_code');
    expect((await me(app, ada.token)).email).toBe(ada.email);
  });

  it('says at the old one which new one it is, and greets nobody at the new one', async () => {
    await asked();
    const [toOld] = (await readLetters(app, ada)).filter(({ subject }) => LEAVE.test(subject));
    const [toNew] = (await readLetters(app, wanted)).filter(({ subject }) => TAKE.test(subject));
    expect(toOld?.text).toContain(wanted.email);
    expect(toNew?.text).toMatch(/^Hello,\n/);
    expect(toNew?.text).not.toContain(ada.email);
  });

  it('that is somebody else’s is asked for like any other, and only its owner is told', async () => {
    const grace = await person(app, 'Grace');
    const [taken, free] = [await ask(grace.email.toUpperCase()), await ask('somebody.new@example.org')];
    expect([taken.status, taken.body]).toEqual([free.status, free.body]);
    await letterTo(app, grace, /^Someone has asked for your e-mail address/);
    expect(await linksTo(app, grace, TAKE)).toEqual([]);
  });

  it('that somebody else has got by the time is not given, and the links say no more than that they do not count', async () => {
    const { leave, take } = await asked();
    expectStatus(await confirmChange(app, leave), 204);
    const body = { email: wanted.email, password: PASSWORD, firstName: 'Eve', lastName: 'Tester' };
    expectStatus(await app.post('/v1/auth/register', body), 201);
    expect(codeOf(await confirmChange(app, take))).toBe('400 invalid_code');
    expect((await me(app, ada.token)).email).toBe(ada.email);
  });

  it('that one has is not asked for', async () => {
    const answer = await ask(ada.email.toUpperCase());
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: '/email', code: 'unchanged' })]);
  });

  it('is not changed by who only has a session, nor guessed at without a brake', async () => {
    for (let guess = 1; guess <= 5; guess += 1) {
      expect(codeOf(await ask(wanted.email, ada.token, `a wild guess ${guess}`))).toBe('403 wrong_password');
    }
    expect(codeOf(await ask())).toBe('429 login_delayed');
    expect(codeOf(await app.post<ProblemAnswer>('/v1/users/me/email', { ...wanted, password: PASSWORD }))).toBe(
      '401 unauthenticated',
    );
  });

  it.each(['ada', 'ada@', 'a b@example.org', 'ada@example.org, eve@example.org', 'ada\u200b@example.org'])(
    'is not changed to %p, which is none',
    async (email) => {
      expect(codeOf(await ask(email))).toBe('400 invalid_input');
    },
  );

  it('is changed by the last request, and by no link of one before', async () => {
    const before = await asked();
    expectStatus(await confirmChange(app, before.leave), 204);
    const first = wanted;
    wanted = { email: `second.${first.email}` };
    const now = await asked();
    expect(codeOf(await confirmChange(app, before.take))).toBe('400 invalid_code');
    expectStatus(await confirmChange(app, now.take), 204);
    expect((await me(app, ada.token)).email).toBe(ada.email);
    expectStatus(await confirmChange(app, now.leave), 204);
    expect((await me(app, ada.token)).email).toBe(wanted.email);
  });

  it('is not changed any more once the password has been reset: that is how an owner gets rid of a thief', async () => {
    const { leave, take } = await asked();
    expectStatus(await confirmChange(app, take), 204);
    expectStatus(await reset(app, await resetToken(app, ada), NEW_PASSWORD), 204);
    expect(codeOf(await confirmChange(app, leave))).toBe('400 invalid_code');
    expect((await login(app, ada, NEW_PASSWORD)).status).toBe(200);
  });

  it('that has changed makes links useless that were sent to the old one', async () => {
    const resetting = await resetToken(app, ada);
    const [verifying] = await linksTo(app, ada, /^Confirm your e-mail address/);
    const { leave, take } = await asked();
    expectStatus(await confirmChange(app, leave), 204);
    expectStatus(await confirmChange(app, take), 204);
    expect(codeOf(await reset(app, resetting, NEW_PASSWORD))).toBe('400 invalid_code');
    expect(codeOf(await verify(app, verifying ?? ''))).toBe('400 invalid_code');
  });

  it('changes or keeps its account out of a reset at the same moment, but never both', async () => {
    const resetting = await resetToken(app, ada);
    const { leave, take } = await asked();
    expectStatus(await confirmChange(app, leave), 204);
    const [changed, wasReset] = await Promise.all([confirmChange(app, take), reset(app, resetting, NEW_PASSWORD)]);
    const moved = changed.status === 204;
    expect([codeOf(changed), codeOf(wasReset)].sort()).toEqual(['204', '400 invalid_code']);
    const who = moved ? wanted : ada;
    expect((await login(app, who, moved ? PASSWORD : NEW_PASSWORD)).status).toBe(200);
  });

  it('is not changed by links whose time is over', async () => {
    const { leave, take } = await asked();
    expectStatus(await confirmChange(app, leave), 204);
    await app.sql('UPDATE email_changes SET expires_at = now() WHERE user_id = $1', [ada.id]);
    expect(codeOf(await confirmChange(app, take))).toBe('400 invalid_code');
  });
});
