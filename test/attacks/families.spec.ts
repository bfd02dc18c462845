import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, TestApp, type Answer } from '#testing';
import { login } from '../e2e/support/accounts.js';
import { seeded } from '../e2e/support/random.js';
import { ATTACK_MS, count, seed, tell } from './counts.js';
import { crowd, inBatches } from './crowd.js';

const FAMILIES = count(50, 10_000);
/** One family in so many is used by fifty at once, the others by three. */
const CROWDED_ONE_IN = count(25, 20);
const AT_ONCE = 8;
const PEOPLE = 100;

/** How a thief comes with what they have stolen, once it has been exchanged; and who has nothing but the session's id. */
const THEFTS = ['parent', 'grandparent', 'after logout', 'never given out'] as const;
/** What ends nothing: nothing was stolen. */
const HARMLESS = 'never given out';

interface Family {
  accessToken: string;
  /** in the order in which they were given out */
  tokens: string[];
}

describe('I3: families of refresh tokens', () => {
  const from = seed();
  const random = seeded(from);
  let app: TestApp;
  let someone: (index: number) => string;
  let shed = 0;

  beforeAll(async () => {
    app = await TestApp.start({ ARGON2_MEMORY_KIB: '8192', ARGON2_PASSES: '1' });
    someone = await crowd(app, 'family', PEOPLE);
  });
  afterAll(() => app.stop());

  /** What a machine that is too slow for it all has refused comes again. */
  async function unlessShed<Body>(ask: () => Promise<Answer<Body>>): Promise<Answer<Body>> {
    for (;;) {
      const answer = await ask();
      if (answer.status !== 503) return answer;
      shed += 1;
    }
  }
  const refresh = (refreshToken = '') =>
    unlessShed(() => app.post<{ accessToken: string; refreshToken: string }>('/v1/auth/refresh', { refreshToken }));

  /** Exchanges a family's last token, so many times at once; what was wrong about it, in words. */
  async function exchange(family: Family, uses: number): Promise<string[]> {
    const answers = await Promise.all(Array.from({ length: uses }, () => refresh(family.tokens.at(-1))));
    const next = new Set(answers.map(({ status, body }) => (status === 200 ? body.refreshToken : String(status))));
    family.tokens.push(...next);
    return next.size === 1 && answers[0]?.status === 200 ? [] : [`${uses} uses at once: ${next.size} successors`];
  }

  async function steal(theft: (typeof THEFTS)[number], { accessToken, tokens }: Family): Promise<string | undefined> {
    const last = Buffer.from(tokens.at(-1) ?? '', 'base64url');
    switch (theft) {
      case 'parent':
        await app.sql(`UPDATE sessions SET rotated_at = rotated_at - interval '10.1 seconds' WHERE id = $1`, [
          last.toString('hex', 0, 16),
        ]);
        return tokens.at(-2);
      case 'grandparent':
        return tokens.at(-3);
      case 'after logout':
        expectStatus(await unlessShed(() => app.post('/v1/auth/logout', {}, accessToken)), 204);
        return tokens.at(-1);
      case 'never given out':
        return last.fill(Math.floor(random() * 256), 16).toString('base64url');
    }
  }

  /** The life of a family up to its end, and after it; what was wrong about it, in words. */
  async function live(index: number): Promise<string[]> {
    const theft = THEFTS[index % THEFTS.length] ?? 'parent';
    const { accessToken, refreshToken } = expectStatus(
      await unlessShed(() => login(app, { email: someone(index) })),
      200,
    );
    const family = { accessToken, tokens: [refreshToken] };
    const found = [...(await exchange(family, index % CROWDED_ONE_IN === 0 ? 50 : 3)), ...(await exchange(family, 1))];
    const stolen = await refresh(await steal(theft, family));
    if (stolen.status !== 401) found.push(`${theft}: answered ${stolen.status}`);
    if (theft === HARMLESS) found.push(...(await exchange(family, 1)));
    // A family that goes on is ended by its first token: that one was given out, long ago.
    for (const [age, token] of family.tokens.entries()) {
      const { status } = await refresh(token);
      if (status !== 401) found.push(`${theft}: its token ${age} survived with ${status}`);
    }
    const { status } = await unlessShed(() => app.get('/v1/users/me', accessToken));
    if (status !== 401) found.push(`${theft}: its access token survived with ${status}`);
    return found.map((what) => `family ${index}: ${what}`);
  }

  it(
    'go on for fifty at once, and end with whatever comes of them that was exchanged long ago',
    async () => {
      const found = (await inBatches(FAMILIES, AT_ONCE, live)).flat();
      tell(`I3 refresh, one family in ${CROWDED_ONE_IN} by fifty at once, ${shed} shed`, {
        seed: from,
        tries: FAMILIES,
        found,
      });
      expect(found).toEqual([]);
      const [open] = await app.sql<{ sessions: number }>(
        'SELECT count(*)::integer AS sessions FROM sessions WHERE revoked_at IS NULL',
      );
      // That of the registration by which the crowd began.
      expect(open).toEqual({ sessions: 1 });
    },
    ATTACK_MS,
  );
});
