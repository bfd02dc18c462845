import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp, type Answer, type ProblemAnswer } from '#testing';

const OURS = 'https://www.example.com';
const THEIRS = 'https://evil.example';

describe('a page of another origin', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ CORS_ORIGINS: `${OURS},https://admin.example.com` });
  });

  afterAll(() => app.stop());

  const preflight = (origin: string, method: string, path: string, names: string) =>
    app.call('OPTIONS', path.replaceAll(/\{\w+\}/g, '01900000-0000-7000-8000-000000000000'), {
      headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': names },
    });
  const listed = ({ headers }: Answer, name: string): string[] =>
    (headers.get(name) ?? '').split(',').map((each) => each.trim().toLowerCase());

  it('may call every operation, with every header that it takes', async () => {
    const refused: string[] = [];
    for (const { method, path, operationId, parameters = [] } of app.contract.routes) {
      const own = parameters.flatMap((each) => (each.in === 'header' ? each.name.toLowerCase() : []));
      const names = [...own, 'authorization', 'content-type'].sort();
      const answer = await preflight(OURS, method, path, names.join(','));
      const isLet =
        answer.status === 204 &&
        answer.headers.get('access-control-allow-origin') === OURS &&
        answer.headers.get('access-control-allow-credentials') === 'true' &&
        listed(answer, 'access-control-allow-methods').includes(method.toLowerCase()) &&
        names.every((name) => listed(answer, 'access-control-allow-headers').includes(name));
      if (!isLet) refused.push(operationId);
    }
    expect(refused).toEqual([]);
  });

  it('may read every header that an answer is documented with', async () => {
    const named = Object.values(app.contract.document.paths)
      .flatMap((operations) => Object.values(operations))
      .flatMap(({ responses }) => Object.values(responses).flatMap(({ headers = {} }) => Object.keys(headers)));
    const needed = new Set([...named, 'Idempotency-Replayed', 'WWW-Authenticate'].map((name) => name.toLowerCase()));
    expect(needed.size).toBeGreaterThanOrEqual(7);
    const answer = await app.call('GET', '/v1/payments/config', { headers: { origin: OURS } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(OURS);
    const readable = listed(answer, 'access-control-expose-headers');
    expect([...needed].filter((name) => !readable.includes(name))).toEqual([]);
  });

  it('is not let in from an origin that is not ours', async () => {
    for (const origin of [THEIRS, 'null', `${OURS}.evil.example`, OURS.replace('https', 'http'), OURS.toUpperCase()]) {
      for (const { method, path } of app.contract.routes.slice(0, 5)) {
        const answer = await preflight(origin, method, path, 'authorization');
        expect([origin, answer.headers.get('access-control-allow-origin')]).toEqual([origin, null]);
      }
      const answer = await app.call('GET', '/v1/payments/config', { headers: { origin } });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.headers.get('vary')).toMatch(/origin/i);
    }
  });

  it('may read refusals too', async () => {
    const headers = { origin: OURS };
    for (const path of ['/v1/users/me', '/v1/nothing', '/v1/search?limit=x']) {
      const { status, headers: told } = await app.call('GET', path, { headers });
      expect([path, status >= 400, told.get('access-control-allow-origin')]).toEqual([path, true, OURS]);
    }
  });

  it('is told what can be asked of a path when it does not ask as a browser does', async () => {
    const known = await app.call('OPTIONS', '/v1/users/me');
    expect([known.status, known.headers.get('allow')]).toEqual([204, 'GET, HEAD, PATCH, OPTIONS']);
    const unknown = await app.call<ProblemAnswer>('OPTIONS', '/v1/nothing');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'not_found']);
  });
});
