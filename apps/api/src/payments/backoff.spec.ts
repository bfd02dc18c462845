import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs, retryAfter } from './backoff.js';

const almostOne = () => 1 - Number.EPSILON;

describe('the next call after a failure', () => {
  it.each([
    [1, 1000, 2000],
    [2, 2000, 4000],
    [5, 16_000, 32_000],
    [100, 3 * 3_600_000, 6 * 3_600_000],
  ])('number %i comes between %i and %i ms later', (attempt, soonest, latest) => {
    expect(backoffMs(attempt, () => 0)).toBe(soonest);
    expect(backoffMs(attempt, almostOne)).toBe(latest);
  });

  it('comes at a time of its own', () => {
    const now = new Date('2027-03-01T12:00:00Z');
    const times = Array.from({ length: 50 }, () => retryAfter(now, 20).getTime());
    expect(new Set(times).size).toBeGreaterThan(25);
  });

  it('never comes sooner than half the wait before could have been, nor after six hours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, at) => {
          expect(backoffMs(attempt + 1, () => at)).toBeGreaterThanOrEqual(backoffMs(attempt, () => at));
          expect(backoffMs(attempt, () => at)).toBeLessThanOrEqual(6 * 3_600_000);
        },
      ),
    );
  });
});
