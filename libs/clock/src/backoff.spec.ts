import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs, nextTry, PAUSES } from './backoff.js';

const LONGEST_MS = 3_600_000;

const attempts = fc.integer({ min: 1, max: 100_000 });
const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const schedules = fc.record({
  firstMs: fc.integer({ min: 1, max: 60_000 }),
  growth: fc.integer({ min: 1, max: 10 }),
  longestMs: fc.integer({ min: 60_000, max: LONGEST_MS }),
});

describe('backoffMs', () => {
  it.each([
    [1, 500, 1000],
    [2, 1000, 2000],
    [7, 32_000, 64_000],
    [12, 1_024_000, 2_048_000],
    [13, 1_800_000, LONGEST_MS],
    [5000, 1_800_000, LONGEST_MS],
  ])('after failure %i waits from %i up to %i ms', (attempt, least, most) => {
    const hourly = PAUSES.deadline;
    expect([backoffMs(attempt, 0, hourly), backoffMs(attempt, 1, hourly)]).toEqual([least, most]);
  });

  it('stays between half of the ceiling and the ceiling, and never beyond the longest pause', () => {
    fc.assert(
      fc.property(attempts, randoms, schedules, (attempt, random, schedule) => {
        const pause = backoffMs(attempt, random, schedule);
        expect(Number.isInteger(pause)).toBe(true);
        expect(pause).toBeGreaterThanOrEqual(backoffMs(attempt, 0, schedule));
        expect(pause).toBeLessThanOrEqual(backoffMs(attempt, 1, schedule));
        expect(pause).toBeLessThanOrEqual(schedule.longestMs);
        expect(pause).toBeGreaterThanOrEqual(Math.floor(schedule.firstMs / 2));
      }),
    );
  });

  it('never has a lower ceiling than before', () => {
    fc.assert(
      fc.property(attempts, schedules, (attempt, schedule) => {
        expect(backoffMs(attempt + 1, 1, schedule)).toBeGreaterThanOrEqual(backoffMs(attempt, 1, schedule));
      }),
    );
  });
});

describe('nextTry', () => {
  it('is that pause after now, by the schedule that is given', () => {
    const now = new Date('2027-03-01T12:00:00Z');
    const hourly = { firstMs: LONGEST_MS, growth: 1, longestMs: LONGEST_MS };
    expect(nextTry(now, 3, 0, PAUSES.deadline)).toEqual(new Date('2027-03-01T12:00:02Z'));
    expect(nextTry(now, 3, 0, hourly)).toEqual(new Date('2027-03-01T12:30:00Z'));
  });
});

describe('the pauses between eight tries', () => {
  const inAll = (random: number, schedule: (typeof PAUSES)[keyof typeof PAUSES]) =>
    [1, 2, 3, 4, 5, 6, 7].reduce((all, attempt) => all + backoffMs(attempt, random, schedule), 0);

  it.each([
    ['poison', 1, 2.1],
    ['mail', 9, 25],
  ] as const)(
    'of what is %s last %i to %i hours in all, so that a short trouble gives nothing up',
    (name, least, most) => {
      expect(inAll(0, PAUSES[name])).toBeGreaterThanOrEqual(least * LONGEST_MS);
      expect(inAll(1, PAUSES[name])).toBeLessThanOrEqual(most * LONGEST_MS);
    },
  );
});
