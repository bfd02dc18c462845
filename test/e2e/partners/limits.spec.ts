import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person, TestApp, type ProblemAnswer } from '#testing';
import { apiKey, organisation } from '../support/partners.js';

const SEARCH = '/v1/search?place=Albany';

describe('requests with API keys', () => {
  let app: TestApp;
  const keys: string[] = [];

  beforeAll(async () => {
    app = await TestApp.start({
      RATE_LIMITS: 'on',
      RATE_KEY_PER_MINUTE: '5',
      RATE_BAD_KEYS_PER_MINUTE: '3',
      TRUSTED_PROXIES: '1',
    });
    const owner = await person(app, 'Olga');
    const acme = await organisation(app, owner);
    for (let made = 0; made < 3; made += 1) keys.push((await apiKey(app, owner, acme)).key);
  });
  afterAll(() => app.stop());

  const call = (key: string | undefined, address: string) =>
    app.call<ProblemAnswer>('GET', SEARCH, { token: key, headers: { 'x-forwarded-for': address } });

  it('are counted by key, from wherever they come, and each key by itself', async () => {
    const statuses = [];
    for (let made = 0; made < 7; made += 1) statuses.push((await call(keys[0], `203.0.113.${made}`)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    const other = await call(keys[1], '203.0.113.1');
    expect([other.status, other.headers.get('ratelimit-policy')]).toEqual([
      200,
      expect.stringMatching(/"key";q=5;w=60/),
    ]);
  });

  it('that do not count are counted by address, and hold up nobody else', async () => {
    const bad = `${(keys[1] ?? '').slice(0, -1)}_`;
    const statuses = [];
    for (let made = 0; made < 5; made += 1) statuses.push((await call(bad, '198.51.100.1')).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await call(bad, '198.51.100.2')).status).toBe(401);
    expect((await call(keys[1], '198.51.100.1')).status).toBe(200);
    expect((await call(undefined, '198.51.100.1')).status).toBe(200);
  });
});

describe('searches with API keys', () => {
  it('are counted with all others of their address, by however many keys they come', async () => {
    const app = await TestApp.start({ RATE_LIMITS: 'on', RATE_SEARCHES_PER_MINUTE: '4', TRUSTED_PROXIES: '1' });
    try {
      const owner = await person(app, 'Olga');
      const works = await organisation(app, owner);
      const keys: (string | undefined)[] = [undefined];
      for (let made = 0; made < 3; made += 1) keys.push((await apiKey(app, owner, works)).key);
      const search = (token: string | undefined, address: string) =>
        app.call<ProblemAnswer>('GET', SEARCH, { token, headers: { 'x-forwarded-for': address } });
      const statuses = [];
      for (const key of [...keys, ...keys]) statuses.push((await search(key, '203.0.113.1')).status);
      expect(statuses).toEqual([200, 200, 200, 200, 429, 429, 429, 429]);
      const elsewhere = await search(keys[1], '203.0.113.2');
      expect([elsewhere.status, elsewhere.headers.get('ratelimit-policy')]).toEqual([
        200,
        '"key";q=1000;w=60, "search";q=4;w=60',
      ]);
      expect(elsewhere.headers.get('ratelimit')).toMatch(/"search";r=3/);
    } finally {
      await app.stop();
    }
  });
});
