import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#clock';
import type { TestApp } from '#testing';
import * as access from '../e2e/access/access-things.js';
import * as things from '../e2e/access/things.js';
import { seeded } from '../e2e/support/random.js';
import { differenceOf, isTelling, type Interval, type Pair } from '../e2e/support/timing.js';
import { openArena, type Arena } from './arena.js';
import { ATTACK_MS, count, seed, tell } from './counts.js';

const PAIRS = count(120, 2000);
/** Of what a request takes: nobody may tell by more whether there is what is not theirs. */
const TOLERATED = 0.05;

type Read = (app: TestApp, id: string, token: string | undefined) => Promise<unknown>;

const at =
  (path: string): Read =>
  (app, id, token) =>
    app.get(`${path}/${id}`, token);
const node: Read = (app, id, token) => app.graphql('query ($id: ID!) { node(id: $id) { id } }', { id }, token);

/** What is read by its id, and is private. */
const READS: [where: string, about: things.Make, read: Read][] = [
  ['/v1/bookings', things.requestedBooking, at('/v1/bookings')],
  ['/v1/properties', things.draft, at('/v1/properties')],
  ['/v1/quotes', things.quoted, at('/v1/quotes')],
  ['/v1/organisations', access.organisationOfHost, at('/v1/organisations')],
  ['/v1/users/me/passkeys', access.passkey, at('/v1/users/me/passkeys')],
  ['the node of a stay', things.requestedBooking, node],
  ['the node of a draft', things.draft, node],
];

/** How much longer what is another's takes than what is not there, and what that usually takes, in milliseconds. */
interface Look {
  gap: Interval;
  usual: number;
}

describe('the time of an answer', () => {
  let arena: Arena;
  const from = seed();
  const random = seeded(from);

  beforeAll(async () => {
    arena = await openArena(0);
  }, ATTACK_MS);
  afterAll(() => arena.app.stop());

  const timed = async (read: Read, id: string): Promise<number> => {
    const begin = performance.now();
    await read(arena.app, id, arena.attackers.tokenOf('otherGuest'));
    return performance.now() - begin;
  };
  const pairOf = async (read: Read, foreign: string): Promise<Pair> => {
    const absent = newId();
    if (random() < 0.5) return { one: await timed(read, foreign), other: await timed(read, absent) };
    const other = await timed(read, absent);
    return { one: await timed(read, foreign), other };
  };
  const lookAt = async (read: Read, id: string): Promise<Look> => {
    const pairs: Pair[] = [];
    for (let index = 0; index < PAIRS; index += 1) pairs.push(await pairOf(read, id));
    const usual = pairs.map(({ other }) => other).sort((a, b) => a - b)[Math.floor(PAIRS / 2)] ?? 0;
    return { gap: differenceOf(pairs), usual };
  };

  it.each(READS)(
    'does not tell whether there is what another has, at %s',
    async (where, about, read) => {
      const { id = '' } = await about(arena.victims);
      const looks = [await lookAt(read, id)];
      // One in a hundred looks says so by chance: what is told is told twice.
      if (looks.every(isTold)) looks.push(await lookAt(read, id));
      const found = looks.every(isTold) ? [where] : [];
      tell(`H2 time of ${where}, ${looks.map(shown).join('; ')}`, {
        seed: from,
        tries: 2 * PAIRS * looks.length,
        found,
      });
      expect(found).toEqual([]);
    },
    ATTACK_MS,
  );
});

function isTold({ gap, usual }: Look): boolean {
  return isTelling(gap, usual * TOLERATED);
}

function shown({ gap, usual }: Look): string {
  const parts = [gap.low, gap.median, gap.high].map((ms) => `${((ms / usual) * 100).toFixed(1)} %`);
  return `${parts.join(' … ')} of ${usual.toFixed(2)} ms`;
}
