import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { book, expectStatus, person, place, TestApp, type ProblemAnswer } from '#testing';
import { expectInvariants } from '../support/whole.js';

describe('those who run the service', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });

  afterAll(() => app.stop());

  it.each(['live', 'ready'])('learn that it is %s', async (state) => {
    expect(await app.get(`/health/${state}`)).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('see how long answers take, by route and not by URL', async () => {
    const id = await place(app, await person(app));
    await app.get(`/v1/properties/${id}`);
    await app.get('/v1/nowhere/1');
    const { body, headers } = await app.get<string>('/metrics');
    expect(headers.get('content-type')).toMatch('text/plain');
    expect(body).toMatch('http_request_duration_seconds_count{method="GET",route="/v1/properties/:id",status="200"} 1');
    expect(body).toMatch('nodejs_eventloop_lag_seconds');
    expect(body).not.toMatch(id);
    expect(body).not.toMatch('nowhere');
  });

  it.each(['/docs', '/graphiql'])('find at %s a page, and all that it loads', async (path) => {
    const page = await app.get<string>(path);
    expect(page.headers.get('content-type')).toMatch('text/html');
    const parts = [...page.body.matchAll(/(?:src|href)="([^"#]+)"/g)].map(
      ([, link = '']) => new URL(link, `${app.url}${path}`).pathname,
    );
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) {
      const answer = await app.get<string>(part);
      expect([part, answer.status]).toEqual([part, 200]);
      expect(answer.headers.get('content-type')).toMatch(typeOf(part));
    }
    const policy = page.headers.get('content-security-policy');
    for (const part of ["script-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(policy).toMatch(part);
  });

  it('are led from the address alone to the pages, and find an icon', async () => {
    const home = await fetch(app.url, { redirect: 'manual' });
    expect([home.status, home.headers.get('location')]).toEqual([302, '/docs']);
    const icon = await app.get<string>('/favicon.ico');
    expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    expect(icon.body).toMatch(/^<svg /);
  });

  it('find a first query in GraphiQL that works', async () => {
    const start = (await app.get<string>('/graphiql/start.js')).body;
    const query = /defaultQuery: '(.*)',\n/.exec(start)?.[1]?.replaceAll('\\n', '\n') ?? '';
    const answer = await app.graphql<{ search: { nodes: object[] } }>(query);
    expect(answer.errors).toBeUndefined();
    expect(answer.data.search.nodes).toHaveLength(1);
  });

  it('may give clients another address of the sandbox than the one that is used inside', async () => {
    const clientApiBase = 'http://stripe-for-clients.example:12111';
    const inside = await app.join({ STRIPE_CLIENT_API_BASE: clientApiBase });
    try {
      expect((await inside.get('/v1/payments/config')).body).toMatchObject({ apiBase: clientApiBase, mode: 'sandbox' });
      const stay = {
        propertyId: await place(inside, await person(inside)),
        checkIn: '2027-03-01',
        checkOut: '2027-03-04',
      };
      const { payment } = await book(inside, await person(inside), stay);
      expect(payment.paymentIntentId).toMatch(/^pi_/);
    } finally {
      await inside.stop();
    }
  });

  it.each(['GET', 'POST', 'PUT', 'DELETE'])('get a problem document for %s of what is not there', async (method) => {
    const answer = await app.call<ProblemAnswer>(method, '/v1/castles/1');
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found', status: 404 } });
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
  });

  it.each([
    '/graphiql/../../package.json',
    '/graphiql/%2e%2e%2fpackage.json',
    '/docs/../../package.json',
    '/docs/..%2fpackage.json',
  ])('do not give files away: %s', async (path) => {
    expect((await app.get(path)).status).toBe(404);
  });

  it.each([
    ['REST', 'GET', '/v1/auth/oidc/providers', 200],
    ['GraphQL', 'POST', '/graphql', 200],
    ['a problem', 'GET', '/v1/users/me', 401],
    ['what is not there', 'GET', '/nowhere', 404],
    ['a page', 'GET', '/docs', 200],
    ['a page of accounts', 'GET', '/account/reset-password', 200],
  ])('have browsers kept in bounds by each answer: %s', async (_what, method, path, wanted) => {
    const body = method === 'POST' ? { query: '{ __typename }' } : undefined;
    const { status, headers } = await app.call(method, path, { body });
    expect(status).toBe(wanted);
    const transport = headers.get('strict-transport-security') ?? '';
    expect(Number(/max-age=(\d+)/.exec(transport)?.[1])).toBeGreaterThanOrEqual(365 * 24 * 3600);
    expect(transport).toMatch(/; *includeSubDomains/i);
    const policy = (headers.get('content-security-policy') ?? '').split(/; */);
    expect(policy).toEqual(expect.arrayContaining(["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]));
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toMatch(/^(no-referrer|same-origin|strict-origin)/);
  });

  it('say nothing of what they are built with', async () => {
    const { headers } = await app.get('/health/live');
    expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['backwards', { now: '2026-01-01T00:00:00Z' }, 422],
    ['by a negative duration', { advance: '-PT1S' }, 422],
    ['by what is no duration', { advance: 'three days' }, 400],
    ['to what is no instant', { now: 'tomorrow' }, 400],
    ['to a date alone', { now: '2060-01-01' }, 400],
    ['to a day that is none', { now: '2060-02-30T00:00:00Z' }, 400],
    ['to an instant without an offset', { now: '2060-02-28T00:00:00' }, 400],
    ['beyond its end', { now: '2100-01-01T00:00:01Z' }, 422],
    ['by ages', { advance: 'P999999999Y' }, 422],
    ['by nothing', {}, 400],
    ['in two ways', { advance: 'PT1S', now: '2060-01-01T00:00:00Z' }, 400],
    ['by null', { advance: null }, 400],
    ['by a number', { advance: 5 }, 400],
    ['by more than it knows', { advance: 'PT1S', zone: 'UTC' }, 400],
  ])('cannot move the sandbox’s clock %s', async (_name, body, status) => {
    const answer = await app.post<ProblemAnswer>('/sandbox/clock', body);
    expect([answer.status, answer.body.code]).toEqual([status, status === 422 ? 'clock_cannot_move' : 'invalid_input']);
  });

  it('move the sandbox’s clock by a duration and to an instant, and it stays so over a restart', async () => {
    const ahead = expectStatus(
      await app.post<{ now: string }>('/sandbox/clock', { now: '2060-02-29T12:00:00+01:00' }),
      200,
    );
    expect(ahead.now).toMatch(/^2060-02-29T11:00:0/);
    const further = expectStatus(await app.post<{ now: string }>('/sandbox/clock', { advance: 'P1M1DT30M' }), 200);
    expect(further.now).toMatch(/^2060-03-30T11:30:/);
    await app.kill();
    await app.restart();
    const still = expectStatus(await app.get<{ now: string }>('/sandbox/clock'), 200);
    expect(still.now).toMatch(/^2060-03-30T11:3/);
  });

  it('keep every invariant', () => expectInvariants(app));
});

function typeOf(part: string): RegExp {
  if (part.endsWith('.js')) return /javascript/;
  if (part.endsWith('.css')) return /text\/css/;
  return part.endsWith('.png') ? /image\/png/ : /./;
}
