import { describe, expect, it } from '@jest/globals';
import { nextTry } from '#clock';
import { HOUR_MS } from '#dates';
import { AT_STRIPE } from './backoff.js';

const NOW = new Date('2027-03-01T12:00:00Z');

describe('the next call to Stripe after a failure', () => {
  it.each([
    [1, 1000, 2000],
    [2, 2000, 4000],
    [5, 16_000, 32_000],
    [100, 3 * HOUR_MS, 6 * HOUR_MS],
  ])('number %i comes between %i and %i ms later', (attempt, soonest, latest) => {
    expect(nextTry(NOW, attempt, 0, AT_STRIPE).getTime() - NOW.getTime()).toBe(soonest);
    expect(nextTry(NOW, attempt, 1 - Number.EPSILON, AT_STRIPE).getTime() - NOW.getTime()).toBe(latest);
  });
});
