import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, TestApp, type ProblemAnswer } from '#testing';

const NAME = { firstName: 'Ada', lastName: 'Tester' };

/** The spelling that an account was made with, another, and the one that is kept. */
const SPELLINGS: [string, string, string, string][] = [
  ['a domain in punycode', 'ada@b\u00fccher.example', 'ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
  ['a domain in capitals', 'bo@B\u00dcCHER.example', 'bo@b\u00fccher.example', 'bo@xn--bcher-kva.example'],
  ['a domain of letters and marks', 'cy@bu\u0308cher.example', 'cy@b\u00fccher.example', 'cy@xn--bcher-kva.example'],
  ['letters and marks', 'ren\u00e9@example.com', 'rene\u0301@example.com', 'ren\u00e9@example.com'],
  ['wide letters', '\uff44\uff41\uff4e@example.com', 'dan@example.com', 'dan@example.com'],
  ['capitals', 'Eve@example.com', 'eVE@EXAMPLE.com', 'Eve@example.com'],
];

describe('an e-mail address', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });

  afterAll(() => app.stop());

  const register = (email: string, at = app) =>
    at.post<ProblemAnswer & { user: { id: string; email: string } }>('/v1/auth/register', {
      email,
      password: PASSWORD,
      ...NAME,
    });
  const login = (email: string, password = PASSWORD) =>
    app.post<ProblemAnswer & { user: { id: string } }>('/v1/auth/login', { email, password });

  it.each(SPELLINGS)('has one account however it is spelled: %s', async (_what, first, second, kept) => {
    expect(expectStatus(await register(first), 201).user.email).toBe(kept);
    expect((await register(second)).body.code).toBe('email_taken');
    for (const email of [first, second]) expect((await login(email)).status).toBe(200);
  });

  it.each([
    ['a zero-width space', 'a\u200bda@example.com'],
    ['a zero-width joiner', 'a\u200dda@example.com'],
    ['a soft hyphen', 'ad\u00ada@example.com'],
    ['a soft hyphen in its domain', 'ada@exam\u00adple.com'],
    ['a bidi control', 'a\u202eda@example.com'],
    ['a byte order mark', 'a\ufeffda@example.com'],
    ['a letter that fills and is not seen', 'a\u3164da@example.com'],
    ['a narrow letter that fills', 'a\uffa0da@example.com'],
    ['what parts two letters', 'a\u034fda@example.com'],
    ['what chooses a form of a letter', 'a\ufe0fda@example.com'],
    ['such in its domain', 'ada@exam\ufe0fple.com'],
    ['a blank of braille', 'a\u2800da@example.com'],
    ['a control character', 'a\u0085da@example.com'],
    ['white space', 'a\u00a0da@example.com'],
    ['a wide space', 'a\u3000da@example.com'],
    ['percent-encoding in its domain', 'ada@ex%61mple.com'],
    ['a domain that DNS cannot be asked for', 'ada@xn--a-.com'],
  ])('is refused with %s in it', async (_what, email) => {
    for (const answer of [await register(email), await login(email)])
      expect([answer.status, answer.body.errors?.map(({ pointer, code }) => [pointer, code])]).toEqual([
        400,
        [['/email', 'email']],
      ]);
    const { errors } = await app.graphql('mutation Login($input: LoginInput!) { login(input: $input) { expiresIn } }', {
      input: { email, password: PASSWORD },
    });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'invalid_input', errors: [{ pointer: '/input/email' }] });
  });

  it('of before, in a spelling that is not kept any more, still signs in', async () => {
    const { user } = expectStatus(await register('old@example.com'), 201);
    await app.sql('UPDATE users SET email = $2 WHERE id = $1', [user.id, 'o\u0302ld@b\u00fccher.example']);
    expect((await register('\u00f4ld@b\u00fccher.example')).status).toBe(201);
    expect((await login('O\u0302ld@b\u00fccher.example')).body.user.id).toBe(user.id);
    expect((await login('\u00f4ld@xn--bcher-kva.example')).body.user.id).not.toBe(user.id);
  });

  it('has one brake for all its spellings', async () => {
    const spellings = ['fe\u0301@b\u00fccher.example', 'f\u00e9@xn--bcher-kva.example', 'F\u00c9@b\u00fccher.example'];
    const codes: string[] = [];
    for (let time = 0; time < 6; time += 1)
      codes.push((await login(spellings[time % 3] ?? '', 'a wild guess')).body.code);
    expect(codes).toEqual([...Array<string>(5).fill('invalid_credentials'), 'login_delayed']);
  });

  it('of before is guessed no more often for who has an account in the spelling that is kept', async () => {
    const { user } = expectStatus(await register('gus@example.com'), 201);
    await app.sql('UPDATE users SET email = $2 WHERE id = $1', [user.id, 'gus@b\u00fccher.example']);
    expect((await register('gus@xn--bcher-kva.example')).status).toBe(201);
    const codes: string[] = [];
    for (let time = 0; time < 6; time += 1) {
      codes.push((await login('gus@b\u00fccher.example', 'a wild guess')).body.code);
      expect((await login('gus@xn--bcher-kva.example')).status).toBe(200);
    }
    expect(codes).toEqual([...Array<string>(5).fill('invalid_credentials'), 'login_delayed']);
  });

  it('has one limit for all its spellings', async () => {
    const limited = await TestApp.start({ RATE_LIMITS: 'on', RATE_EMAIL_REGISTRATIONS_PER_MINUTE: '1' });
    try {
      expect((await register('r\u00e9@b\u00fccher.example', limited)).status).toBe(201);
      expect((await register('re\u0301@xn--bcher-kva.example', limited)).body.code).toBe('too_many_requests');
    } finally {
      await limited.stop();
    }
  });
});
