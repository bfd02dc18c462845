import { beforeAll, describe, expect, it } from '@jest/globals';
import { completeConfig, loadConfig, newPrivateKey, type AppConfig } from '#config';
import { Busy, Passwords } from './passwords.js';

const keys = { secretKey: '', publishableKey: '', webhookSecret: '' };
const stripe = { ...keys, apiBase: '', clientApiBase: '', mode: 'sandbox' } as const;

function configured(settings: Record<string, string>): AppConfig {
  const config = loadConfig({ NODE_ENV: 'test', ...settings });
  return completeConfig(config, {
    databaseUrl: 'postgres://localhost/none',
    jwtPrivateKeys: [newPrivateKey()],
    stripe,
  });
}

describe('Passwords', () => {
  const passwords = new Passwords(configured({}));
  let known: string;
  beforeAll(async () => {
    await passwords.onModuleInit();
    known = await passwords.hash('Zoë’s owl house');
  });

  it('hashes with Argon2id at OWASP’s cost, with a new salt each time', async () => {
    expect(known).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.hash('Zoë’s owl house')).not.toBe(known);
  });

  it('knows the password again, and no other', async () => {
    expect(await passwords.verify(known, 'Zoë’s owl house')).toBe(true);
    expect(await passwords.verify(known, 'zoë’s owl house')).toBe(false);
  });

  it('takes the same characters from a keyboard that composes them otherwise', async () => {
    expect(await passwords.verify(known, 'Zoe\u0308’s owl house')).toBe(true);
  });

  it('matches nothing when there is no hash', async () => {
    expect(await passwords.verify(null, 'Zoë’s owl house')).toBe(false);
    expect(await passwords.verify(undefined, '')).toBe(false);
  });

  it('works no less on a hash of before the cost rose than without one, and matches it by itself', async () => {
    const before = new Passwords(configured({ ARGON2_MEMORY_KIB: '8192', ARGON2_PASSES: '1' }));
    const today = new Passwords(configured({ ARGON2_MEMORY_KIB: '65536', ARGON2_PASSES: '10' }));
    await today.onModuleInit();
    const outdated = await before.hash('Zoë’s owl house');
    const workOf = async (hash: string | null): Promise<number> => {
      const begin = process.cpuUsage();
      await today.verify(hash, 'not the owl’s');
      const { user, system } = process.cpuUsage(begin);
      return user + system;
    };
    const ofNobody = await workOf(null);
    // By itself it would be an eightieth.
    expect(await workOf(outdated)).toBeGreaterThan(ofNobody / 4);
    expect(await today.verify(outdated, 'Zoë’s owl house')).toBe(true);
  });

  it.each([
    ['of our own', undefined, false],
    ['with less memory', '$argon2id$v=19$m=19455,t=2,p=1$c2FsdA$aGFzaA', true],
    ['with fewer passes', '$argon2id$v=19$m=19456,t=1,p=1$c2FsdA$aGFzaA', true],
    ['with more of both', '$argon2id$v=19$m=65536,t=3,p=1$c2FsdA$aGFzaA', false],
    ['of another kind', '$argon2i$v=19$m=65536,t=3,p=1$c2FsdA$aGFzaA', true],
    ['that is none', '', true],
  ])('knows whether a hash %s is outdated', (_what, hash, outdated) => {
    expect(passwords.isOutdated(hash ?? known)).toBe(outdated);
  });

  it('refuses to grow its queue without end, and says when to come back', async () => {
    const cheap = new Passwords(configured({ ARGON2_MEMORY_KIB: '8192', ARGON2_PASSES: '1' }));
    const outcomes = await Promise.allSettled(Array.from({ length: 300 }, () => cheap.hash('Zoë’s owl house')));
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refusals).toHaveLength(300 - 4 - 256);
    expect(refusals[0]).toBeInstanceOf(Busy);
    expect(refusals[0]).toMatchObject({ kind: { code: 'busy', status: 503 }, details: { retryAfterSeconds: 5 } });
  });
});
