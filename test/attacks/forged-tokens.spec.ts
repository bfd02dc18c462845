import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person, TestApp } from '#testing';
import { seeded } from '../e2e/support/random.js';
import { ATTACK_MS, count, seed, tell } from './counts.js';
import { inBatches } from './crowd.js';
import { Forger } from './forged-tokens.js';

const TOKENS = count(500, 5000);
const AT_ONCE = 8;

describe('I4: forged access tokens', () => {
  const from = seed();
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ JWT_ACCESS_MINUTES: '60' });
  });
  afterAll(() => app.stop());

  it(
    'are not taken, whatever has been done to them',
    async () => {
      const [ada, eve] = [await person(app), await person(app, 'Eve')];
      const key = await app.secret('jwt-private-keys');
      const forger = new Forger({ token: ada.token, others: eve.token, key }, seeded(from));
      const tried = new Map<string, number>();
      const found = await inBatches(TOKENS, AT_ONCE, async () => {
        const [kind, token] = forger.next();
        tried.set(kind, (tried.get(kind) ?? 0) + 1);
        const { status } = await app.get('/v1/users/me', token);
        return status === 401 ? [] : [`${kind}: answered ${status} to ${token}`];
      });
      tell('I4 forged tokens', { seed: from, tries: TOKENS, found: found.flat() });
      expect(found.flat()).toEqual([]);
      expect(tried.size).toBe(15);
      expect((await app.get('/v1/users/me', ada.token)).status).toBe(200);
    },
    ATTACK_MS,
  );
});
