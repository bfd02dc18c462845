import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, person, TestApp, type Person, type ProblemAnswer } from '#testing';
import { expectInvariants } from '../support/whole.js';

const LOGINS = 5;
const SEARCHES = 3;

describe('rate limits', () => {
  let app: TestApp;
  let someone: Person;

  beforeAll(async () => {
    const limits = { RATE_LOGINS_PER_5_MINUTES: String(LOGINS), RATE_SEARCHES_PER_MINUTE: String(SEARCHES) };
    app = await TestApp.start({ RATE_LIMITS: 'on', ...limits });
    someone = await person(app);
  });

  afterAll(() => app.stop());

  const login = (password: string) => app.post<ProblemAnswer>('/v1/auth/login', { email: someone.email, password });

  it('say what they are and what is left of them', async () => {
    const first = await app.get('/v1/users/me', someone.token);
    expect(first.headers.get('ratelimit-policy')).toBe('"user";q=1000;w=60');
    const left = Number(/^"user";r=(\d+);t=\d+$/.exec(first.headers.get('ratelimit') ?? '')?.[1]);
    const second = await app.get('/v1/users/me', someone.token);
    expect(second.headers.get('ratelimit')).toMatch(`"user";r=${left - 1};`);
  });

  it('count each sign-in of a GraphQL document', async () => {
    const input = `{ email: "${someone.email}", password: "${PASSWORD}" }`;
    const logins = Array.from({ length: LOGINS + 1 }, (_, n) => `login${n}: login(input: ${input}) { expiresIn }`);
    const answer = await app.graphql(`mutation { ${logins.join(' ')} }`);
    expect(answer.errors).toMatchObject([
      { path: [`login${LOGINS}`], extensions: { code: 'too_many_requests', status: 429 } },
    ]);
  });

  it('stop a guesser of passwords, and say when to come back', async () => {
    await login('a wild guess');
    const refused = await login(PASSWORD);
    expect(refused.body).toMatchObject({ status: 429, code: 'too_many_requests' });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(300);
  });

  it('are one for REST and GraphQL', async () => {
    for (let search = 1; search < SEARCHES; search++) expect((await app.get('/v1/search')).status).toBe(200);
    expect((await app.graphql('{ search { totalCount { value } } }')).errors).toBeUndefined();
    expect((await app.get('/v1/search')).status).toBe(429);
    expect((await app.graphql('{ search { totalCount { value } } }')).errors?.[0]?.extensions.code).toBe(
      'too_many_requests',
    );
  });

  it('leave others alone', async () => {
    expect((await app.get('/v1/payments/config')).status).toBe(200);
  });

  it('keep every invariant', () => expectInvariants(app));
});
