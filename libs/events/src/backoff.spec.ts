import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { retryAt } from './backoff.js';

const NOW = new Date('2027-01-01T00:00:00Z');
const secondsAfter = (attempts: number) => (retryAt(NOW, attempts).getTime() - NOW.getTime()) / 1000;

describe('retryAt', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 4],
    [7, 64],
    [12, 2048],
    [13, 3600],
    [5000, 3600],
  ])('comes again after the failure number %i in %i s', (attempts, seconds) => {
    expect(secondsAfter(attempts)).toBe(seconds);
  });

  it('never waits less than before, nor more than an hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (attempts) => {
        expect(secondsAfter(attempts + 1)).toBeGreaterThanOrEqual(secondsAfter(attempts));
        expect(secondsAfter(attempts)).toBeLessThanOrEqual(3600);
      }),
    );
  });
});
