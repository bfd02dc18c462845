import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person, TestApp, type Person } from '#testing';

const LIMIT = 20;
const JSON_TYPE = { 'content-type': 'application/json' };

describe('a flood that comes to no operation', () => {
  let app: TestApp;
  let someone: Person;

  beforeAll(async () => {
    app = await TestApp.start({ RATE_LIMITS: 'on', RATE_ANONYMOUS_PER_MINUTE: String(LIMIT), TRUSTED_PROXIES: '1' });
    someone = await person(app);
  });

  afterAll(() => app.stop());

  let lastAddress = 1;
  /** Each test is somebody else, with a limit of their own. */
  const address = () => ({ 'x-forwarded-for': `10.0.0.${(lastAddress += 1)}` });

  const floods: [string, string, string, { headers?: Record<string, string>; raw?: string }, number][] = [
    ['of unknown paths', 'GET', '/v1/nothing', {}, 404],
    ['of bodies that are not JSON', 'POST', '/v1/auth/login', { headers: JSON_TYPE, raw: '{' }, 400],
    ['of bodies of no type that is taken', 'POST', '/v1/auth/login', { raw: 'a=1' }, 415],
    ['of bodies that are too large', 'POST', '/v1/auth/login', { headers: JSON_TYPE, raw: 'x'.repeat(300_000) }, 413],
    ['of documents that are refused', 'POST', '/graphql', { headers: JSON_TYPE, raw: '{"query":"{ nothing }"}' }, 400],
    ['of URLs that are too long', 'GET', `/v1/search?place=${'x'.repeat(9000)}`, {}, 413],
    ['of requests without a token', 'GET', '/v1/users/me', {}, 401],
    ['of bad tokens', 'GET', '/v1/users/me', { headers: { authorization: 'Bearer x' } }, 401],
  ];

  it.each(floods)('%s is limited, and each of them counts once', async (_what, method, path, options, status) => {
    const headers = { ...options.headers, ...address() };
    for (let left = LIMIT - 1; left >= 0; left -= 1) {
      const answer = await app.call(method, path, { ...options, headers });
      expect([answer.status, answer.headers.get('ratelimit')]).toEqual([
        status,
        expect.stringMatching(new RegExp(`^"anonymous";r=${left};t=\\d+$`)),
      ]);
    }
    const refused = await app.call(method, path, { ...options, headers });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('of paths that cannot be read is limited', async () => {
    // What the router cannot take has no forwarded address yet: it counts for the connection's own.
    const left: string[] = [];
    for (let time = 0; time < LIMIT; time += 1) left.push((await app.get('/v1/%')).headers.get('ratelimit') ?? '');
    expect(left.every((each) => each.startsWith('"anonymous";r='))).toBe(true);
    expect((await app.get('/v1/%')).status).toBe(429);
  });

  it('is counted for the user who sends it', async () => {
    const headers = address();
    const answer = await app.call('GET', '/v1/nothing', { token: someone.token, headers });
    expect(answer.headers.get('ratelimit-policy')).toBe('"user";q=1000;w=60');
  });

  it('of probes is not counted, whatever credential they bring', async () => {
    const headers = { ...address(), authorization: 'Bearer of-the-probe' };
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      const answer = await app.call('GET', path, { headers });
      expect([answer.status, answer.headers.get('ratelimit')]).toEqual([200, null]);
    }
  });

  it('of GraphQL says what is left, and when to come back, as REST does', async () => {
    const headers = { ...JSON_TYPE, ...address() };
    const raw = JSON.stringify({ query: '{ paymentsConfig { mode } }' });
    const first = await app.call('POST', '/graphql', { headers, raw });
    expect(first.headers.get('ratelimit')).toMatch(new RegExp(`^"anonymous";r=${LIMIT - 1};`));
    for (let time = 1; time < LIMIT; time += 1) await app.call('POST', '/graphql', { headers, raw });
    const { status, body, headers: told } = await app.call('POST', '/graphql', { headers, raw });
    expect([status, Number(told.get('retry-after')) > 0]).toEqual([429, true]);
    expect(body).toMatchObject({
      errors: [{ extensions: { code: 'too_many_requests', retryAfter: expect.any(Number) } }],
    });
  });

  it('of GraphQL fields with a limit of their own says so in the same headers', async () => {
    const headers = { ...JSON_TYPE, ...address() };
    const raw = JSON.stringify({ query: '{ search { nodes { property { id } } } }' });
    const { headers: told } = await app.call('POST', '/graphql', { headers, raw });
    expect(told.get('ratelimit-policy')).toBe(`"anonymous";q=${LIMIT};w=60, "search";q=120;w=60`);
  });
});
