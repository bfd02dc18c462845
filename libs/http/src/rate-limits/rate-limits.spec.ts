import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { RedisServer, testConfig, waitFor } from '#testing';
import { RateLimits } from './rate-limits.js';

const LIMITS = { RATE_LIMITS: 'on', RATE_LOGINS_PER_5_MINUTES: '3', RATE_BOOKINGS_PER_MINUTE: '2' };

let redis: RedisServer;
let open: RateLimits[] = [];

beforeAll(async () => {
  redis = await RedisServer.start();
});
afterEach(() => {
  for (const limits of open) limits.onApplicationShutdown();
  open = [];
});
afterAll(() => redis.stop());

function limitsOf(settings: Record<string, string> = {}): RateLimits {
  const limits = new RateLimits(testConfig('postgres://localhost/none', { ...LIMITS, ...settings }));
  open.push(limits);
  return limits;
}

/** Which of so many requests one after the other went beyond the limit. */
async function exceeded(limits: RateLimits, address: string, times: number): Promise<boolean[]> {
  const states: boolean[] = [];
  for (let time = 0; time < times; time += 1) states.push((await limits.count('login', { address: address })).exceeded);
  return states;
}

/** Two processes on one Redis: what one counts the other sees. */
async function sharedLimits(): Promise<[RateLimits, RateLimits]> {
  const [one, other] = [limitsOf({ REDIS_URL: redis.url }), limitsOf({ REDIS_URL: redis.url })];
  let tries = 0;
  await waitFor('both to count in Redis', async () => {
    const address = `10.9.9.${(tries += 1)}`;
    await one.count('login', { address: address });
    return (await other.count('login', { address: address })).remaining === 1 ? true : undefined;
  });
  return [one, other];
}

describe('rate limits', () => {
  it('let so many requests of an address pass, and say what is left', async () => {
    const limits = limitsOf();
    const first = await limits.count('login', { address: '10.0.0.1' });
    expect(first).toMatchObject({ name: 'login', limit: 3, seconds: 300, remaining: 2, exceeded: false });
    expect(await exceeded(limits, '10.0.0.1', 3)).toEqual([false, false, true]);
    expect((await limits.count('login', { address: '10.0.0.1' })).resetSeconds).toBeGreaterThan(290);
    expect(await exceeded(limits, '10.0.0.2', 1)).toEqual([false]);
  });

  it('count one network of IPv6 as one', async () => {
    const limits = limitsOf();
    await exceeded(limits, '2001:db8::1', 3);
    expect(await exceeded(limits, '2001:db8::ffff', 1)).toEqual([true]);
    expect(await exceeded(limits, '2001:db8:0:1::1', 1)).toEqual([false]);
  });

  it('count some things by user, wherever they are', async () => {
    const limits = limitsOf();
    for (const address of ['10.0.0.1', '10.0.0.2']) await limits.count('booking', { address: address, userId: 'ada' });
    expect((await limits.count('booking', { address: '10.0.0.3', userId: 'ada' })).exceeded).toBe(true);
    expect((await limits.count('booking', { address: '10.0.0.3', userId: 'bob' })).exceeded).toBe(false);
  });

  it('count some things by e-mail address, with any capitals and wherever they come from', async () => {
    const limits = limitsOf();
    const count = (address: string, email: string) => limits.count('register-email-minute', { address, email });
    expect((await count('10.0.0.1', 'ada@example.com')).exceeded).toBe(false);
    expect((await count('10.0.0.2', 'Ada@Example.com')).exceeded).toBe(true);
    expect((await count('10.0.0.2', 'bob@example.com')).exceeded).toBe(false);
  });

  it('are shared by all processes through Redis', async () => {
    const [one, other] = await sharedLimits();
    await exceeded(one, '10.0.1.1', 3);
    expect(await exceeded(other, '10.0.1.1', 1)).toEqual([true]);
  });

  it('hold in each process, and keep nobody waiting, while Redis hangs or is away', async () => {
    const [limits] = await sharedLimits();
    redis.pause();
    const began = Date.now();
    expect(await exceeded(limits, '10.0.2.1', 4)).toEqual([false, false, false, true]);
    expect(Date.now() - began).toBeLessThan(3000);
    redis.resume();
    await redis.kill();
    expect(await exceeded(limits, '10.0.2.2', 4)).toEqual([false, false, false, true]);
    await redis.restart();
    await sharedLimits();
  });
});
