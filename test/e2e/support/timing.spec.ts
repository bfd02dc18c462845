import { describe, expect, it } from '@jest/globals';
import { seeded } from './random.js';
import { differenceOf, isTelling, type Pair } from './timing.js';

const TOLERATED_MS = 2;

/** Answers of a busy machine: mostly some 20 ms, with a long tail that both ways share, and one way slower by `leakMs`. */
function pairs(count: number, leakMs: number, random: () => number): Pair[] {
  const took = (): number => 20 + 8 * random() + (random() < 0.05 ? 300 * random() : 0);
  return Array.from({ length: count }, () => ({ one: took() + leakMs, other: took() }));
}

const tells = (count: number, leakMs: number, seed: number): boolean =>
  isTelling(differenceOf(pairs(count, leakMs, seeded(seed))), TOLERATED_MS);
const seeds = Array.from({ length: 100 }, (_, seed) => seed);

describe('a difference in time', () => {
  it('that is not there is not found, in a hundred tries', () => {
    expect(seeds.filter((seed) => tells(150, 0, seed))).toEqual([]);
  });

  it('that is tolerated is not found', () => {
    expect(seeds.filter((seed) => tells(150, 1, seed))).toEqual([]);
  });

  it.each([5, -5, 50])('of %s ms is found each time', (leakMs) => {
    expect(seeds.filter((seed) => !tells(150, leakMs, seed))).toEqual([]);
  });

  it('is told with the bounds within which it lies', () => {
    const { low, median, high } = differenceOf(pairs(300, 5, seeded(1)));
    expect([low < 5, high > 5, median > low, median < high]).toEqual([true, true, true, true]);
  });

  it.each([
    [{ low: 2.1, median: 3, high: 4 }, true],
    [{ low: -4, median: -3, high: -2.1 }, true],
    [{ low: 1.9, median: 3, high: 4 }, false],
    [{ low: -9, median: 0, high: 9 }, false],
  ])('of %j tells: %s', (interval, telling) => {
    expect(isTelling(interval, TOLERATED_MS)).toBe(telling);
  });
});
