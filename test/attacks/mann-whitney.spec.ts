import { describe, expect, it } from '@jest/globals';
import { seeded } from '../e2e/support/random.js';
import { mannWhitney } from './mann-whitney.js';

describe('the Mann-Whitney U test', () => {
  it('says of published samples what others say of them', () => {
    // scipy.stats.mannwhitneyu(method='asymptotic'), its own example: ages at a diagnosis, of men and of women.
    const { u, p } = mannWhitney([19, 22, 16, 29, 24], [20, 11, 17, 12]);
    expect(u).toBe(17);
    expect(p).toBeCloseTo(0.1113468, 6);
  });

  it('has equals share their ranks', () => {
    // By hand: ranks 1, 3, 3, 3, 5.5, 5.5 of 1, 2, 2, 2, 3, 3; variance 9/12 * (7 - 30/30) = 4.5.
    const { u, p } = mannWhitney([1, 2, 2], [2, 3, 3]);
    expect(u).toBe(1);
    expect(p).toBeCloseTo(0.1572992, 5);
  });

  it('sees no difference where there is none, and one where there is', () => {
    expect(mannWhitney([5, 5, 5], [5, 5])).toEqual({ u: 3, p: 1 });
    const random = seeded(7);
    const drawn = (plus: number) => Array.from({ length: 500 }, () => random() + plus);
    expect(mannWhitney(drawn(0), drawn(0)).p).toBeGreaterThan(0.01);
    expect(mannWhitney(drawn(0), drawn(0.2)).p).toBeLessThan(1e-6);
    expect(mannWhitney(drawn(0.2), drawn(0)).p).toBeLessThan(1e-6);
  });
});
