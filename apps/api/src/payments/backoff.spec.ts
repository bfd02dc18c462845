import { describe, expect, it } from '@jest/globals';
import { retryAfter } from './backoff.js';

const NOW = new Date('2027-03-01T12:00:00Z');

describe('the next call after a failure', () => {
  it.each([
    [1, 1000, 2000],
    [2, 2000, 4000],
    [5, 16_000, 32_000],
    [100, 3 * 3_600_000, 6 * 3_600_000],
  ])('number %i comes between %i and %i ms later', (attempt, soonest, latest) => {
    expect(retryAfter(NOW, attempt, 0).getTime() - NOW.getTime()).toBe(soonest);
    expect(retryAfter(NOW, attempt, 1 - Number.EPSILON).getTime() - NOW.getTime()).toBe(latest);
  });
});
