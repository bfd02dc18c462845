import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp, type ProblemAnswer } from '#testing';
import { answersIn, RawConnection, type RawAnswer } from '../support/raw-connection.js';

const ID = '01900000-0000-7000-8000-000000000000';
const NO_ANSWER: RawAnswer = { status: 0, headers: {}, body: '' };
const JSON_TYPE = { 'content-type': 'application/json' };

describe('a request that cannot be taken', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });

  afterAll(() => app.stop());

  /** What is answered to lines as they are. */
  async function answered(...lines: string[]) {
    const connection = new RawConnection(app.url);
    connection.send([...lines, 'Connection: close', '', ''].join('\r\n'));
    const answers = answersIn(await connection.ended());
    expect(answers).toHaveLength(1);
    const [{ status, headers, body } = NO_ANSWER] = answers;
    const type: string | undefined = headers['content-type'];
    return { status, type, problem: type?.startsWith('application/problem+json') ? (JSON.parse(body) as object) : {} };
  }

  it.each([
    ['DELETE', '/v1/users/me', 'GET, HEAD, PATCH, OPTIONS'],
    ['PUT', `/v1/properties/${ID}`, 'GET, HEAD, PATCH, DELETE, OPTIONS'],
    ['PATCH', '/v1/auth/login', 'POST, OPTIONS'],
    ['GET', `/v1/bookings/${ID}/accept`, 'POST, OPTIONS'],
    ['POST', `/v1/properties/${ID}/blocks/${ID}?a=b`, 'GET, HEAD, DELETE, OPTIONS'],
    ['PUT', '/graphql', 'GET, HEAD, POST, OPTIONS'],
  ])('%s %s is told which methods there are', async (method, path, allow) => {
    const { status, headers, body } = await app.call<ProblemAnswer>(method, path);
    expect([status, body.code]).toEqual([405, 'method_not_allowed']);
    expect((headers.get('allow') ?? '').split(', ').sort()).toEqual(allow.split(', ').sort());
    const asked = await app.call('OPTIONS', path);
    expect([asked.status, asked.headers.get('allow')]).toEqual([204, headers.get('allow')]);
  });

  it.each(['GET', 'PUT', 'OPTIONS'])('%s of a path that is not there stays a 404', async (method) => {
    for (const path of ['/v1/nothing', '/v1/users/me/more', '/v1/properties//blocks'])
      expect((await app.call(method, path)).status).toBe(404);
  });

  it.each(['gzip', 'br', 'deflate, gzip', 'GZIP', 'x'])(
    'has a body coded as %j, which is not undone',
    async (coding) => {
      for (const path of ['/v1/auth/login', '/v1/webhooks/stripe', '/graphql']) {
        const answer = await app.call<ProblemAnswer>('POST', path, {
          headers: { ...JSON_TYPE, 'content-encoding': coding },
          raw: gzipSync('{}').toString('latin1'),
        });
        expect(answer.status).toBe(415);
        expect(JSON.stringify(answer.body)).toMatch('"code":"unsupported_media_type"');
        expect(answer.headers.get('accept-encoding')).toBe('identity');
      }
    },
  );

  it('says that its body has no coding, and is read', async () => {
    const headers = { ...JSON_TYPE, 'content-encoding': 'identity' };
    expect((await app.call('POST', '/v1/auth/login', { headers, raw: '{}' })).status).toBe(400);
  });

  it('expects what is not known', async () => {
    const { status, problem } = await answered('GET /v1/payments/config HTTP/1.1', 'Host: roost', 'Expect: fish');
    expect([status, problem]).toEqual([417, expect.objectContaining({ status: 417, code: 'expectation_failed' })]);
  });

  it('names no host', async () => {
    const { status, problem } = await answered('GET /v1/payments/config HTTP/1.1');
    expect([status, problem]).toEqual([400, expect.objectContaining({ status: 400, code: 'malformed' })]);
    expect((await answered('GET /v1/payments/config HTTP/1.0')).status).toBe(200);
  });

  it.each([
    ['two hosts', ['Host: roost', 'Host: evil.example']],
    ['the same host twice', ['Host: roost', 'Host: roost']],
    ['a host with a path', ['Host: roost/evil']],
    ['a host with a user', ['Host: evil@roost']],
    ['two words', ['Host: a b']],
    ['a port that is none', ['Host: roost:x']],
  ])('names %s', async (_what, hosts) => {
    const { status, problem } = await answered('GET /v1/payments/config HTTP/1.1', ...hosts);
    expect([status, problem]).toEqual([400, expect.objectContaining({ status: 400, code: 'malformed' })]);
  });

  it.each(['roost', 'roost.example:8080', '127.0.0.1', '[::1]:80', 'a_b', ''])('names the host %j', async (host) => {
    expect((await answered('GET /v1/payments/config HTTP/1.1', `Host: ${host}`)).status).toBe(200);
  });

  it('has headers that are too large', async () => {
    const { status, problem } = await answered('GET / HTTP/1.1', 'Host: roost', `X: ${'x'.repeat(40_000)}`);
    const type = 'https://roost.example/errors/headers_too_large';
    expect([status, problem]).toEqual([431, expect.objectContaining({ type, code: 'headers_too_large', status: 431 })]);
  });

  it.each([
    ['/v1/search?place=%ff', ['/place']],
    ['/v1/search?place=100%&guests=2&sort=%e2%82', ['/place', '/sort']],
    ['/v1/search?%c3=1', ['/%c3']],
  ])('has a query that is no UTF-8, which is named: %s', async (path, pointers) => {
    const { status, body } = await app.get<ProblemAnswer>(path);
    expect([status, body.errors?.map(({ pointer }) => pointer)]).toEqual([400, pointers]);
  });

  it.each(['0x10', '1e1', '%205', '+5', '%2B5', '5%20', '1_0', '0b1', '5.', '.5', '٥'])(
    'has a number that is not written in digits: limit=%s',
    async (limit) => {
      const { status, body } = await app.get<ProblemAnswer>(`/v1/search?limit=${limit}&guests=${limit}`);
      expect([status, body.errors?.map(({ pointer }) => pointer).sort()]).toEqual([400, ['/guests', '/limit']]);
    },
  );

  it.each(['1.0', '2.5', '1e2', ' 1'])('has a whole number written as %j', async (guests) => {
    const { status, body } = await app.get<ProblemAnswer>(`/v1/search?guests=${guests}&priceMin=${guests}`);
    expect([status, body.errors?.map(({ pointer }) => pointer).sort()]).toEqual([400, ['/guests', '/priceMin']]);
  });

  it('writes numbers in digits, and is taken', async () => {
    const query = 'limit=5&guests=2&priceMin=0&priceMax=9007199254740991&latitude=-42.5&longitude=7&radiusKm=0.5';
    expect((await app.get(`/v1/search?${query}`)).status).toBe(200);
  });
});
