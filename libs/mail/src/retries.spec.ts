import { describe, expect, it } from '@jest/globals';
import { nextTry } from './retries.js';

const now = new Date('2027-03-01T12:00:00Z');

describe('nextTry', () => {
  it.each([
    [1, 1],
    [2, 3],
    [3, 9],
    [4, 27],
    [5, 81],
    [6, 243],
    [7, 729],
  ])('after failure %i waits %i minutes', (attempts, minutes) => {
    expect(nextTry(now, attempts)?.getTime()).toBe(now.getTime() + minutes * 60_000);
  });

  it('gives up after the eighth', () => {
    expect(nextTry(now, 8)).toBeNull();
  });
});
