import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#clock';
import * as access from '../e2e/access/access-things.js';
import * as things from '../e2e/access/things.js';
import { seeded } from '../e2e/support/random.js';
import { differenceOf, isTelling, type Pair } from '../e2e/support/timing.js';
import { openArena, type Arena } from './arena.js';
import { ATTACK_MS, count, seed, tell } from './counts.js';

const PAIRS = count(120, 2000);
/** Of what a request takes: nobody may tell by more whether there is what is not theirs. */
const TOLERATED = 0.05;

/** What is read by its id, and is private. */
const READS: [path: string, about: things.Make][] = [
  ['/v1/bookings/{id}', things.requestedBooking],
  ['/v1/properties/{id}', things.draft],
  ['/v1/quotes/{id}', things.quoted],
  ['/v1/organisations/{id}', access.organisationOfHost],
  ['/v1/users/me/passkeys/{id}', access.passkey],
];

describe('the time of an answer', () => {
  let arena: Arena;
  const from = seed();
  const random = seeded(from);

  beforeAll(async () => {
    arena = await openArena(0);
  }, ATTACK_MS);
  afterAll(() => arena.app.stop());

  const timed = async (path: string, id: string): Promise<number> => {
    const begin = performance.now();
    await arena.app.get(path.replace('{id}', id), arena.attackers.tokenOf('otherGuest'));
    return performance.now() - begin;
  };
  const pairOf = async (path: string, foreign: string): Promise<Pair> => {
    const absent = newId();
    if (random() < 0.5) return { one: await timed(path, foreign), other: await timed(path, absent) };
    const other = await timed(path, absent);
    return { one: await timed(path, foreign), other };
  };

  it.each(READS)(
    'does not tell whether there is what another has, at %s',
    async (path, about) => {
      const { id = '' } = await about(arena.victims);
      const pairs: Pair[] = [];
      for (let index = 0; index < PAIRS; index += 1) pairs.push(await pairOf(path, id));
      const usual = pairs.map(({ other }) => other).sort((a, b) => a - b)[Math.floor(PAIRS / 2)] ?? 0;
      const gap = differenceOf(pairs);
      const shown = [gap.low, gap.median, gap.high].map((ms) => `${((ms / usual) * 100).toFixed(1)} %`).join(' … ');
      const isTold = isTelling(gap, usual * TOLERATED);
      tell(`H2 time of ${path}, ${shown} of ${usual.toFixed(2)} ms`, {
        seed: from,
        tries: 2 * PAIRS,
        found: isTold ? [path] : [],
      });
      expect(isTold).toBe(false);
    },
    ATTACK_MS,
  );
});
