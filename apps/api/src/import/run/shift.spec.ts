import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dateOfDay, nightsBetween, weekday } from '#dates';
import { Days, isWeekendDay, shiftDays, weekdayOfDay } from './shift.js';

const day = fc.integer({ min: -20_000, max: 100_000 });

describe('the shift of a snapshot', () => {
  it.each([
    ['2024-11-05', '2026-11-21', 742],
    ['2024-11-05', '2024-11-05', 0],
    ['2024-11-05', '2024-11-11', 0],
    ['2024-11-05', '2024-11-12', 7],
    ['2024-11-05', '2024-11-04', -7],
  ])('moves %s, seen on %s, by %d days', (snapshot, today, days) => expect(shiftDays(snapshot, today)).toBe(days));

  it('brings a snapshot to within a week of today, and keeps its day of the week', () => {
    fc.assert(
      fc.property(day, day, (from, to) => {
        const [snapshot, today] = [dateOfDay(from), dateOfDay(to)];
        const moved = addDays(snapshot, shiftDays(snapshot, today));
        expect(weekday(moved)).toBe(weekday(snapshot));
        expect(nightsBetween(moved, today)).toBeGreaterThanOrEqual(0);
        expect(nightsBetween(moved, today)).toBeLessThan(7);
      }),
    );
  });

  it('counts weekdays as the calendar does', () => {
    fc.assert(
      fc.property(day, (any) => {
        expect(weekdayOfDay(any)).toBe(weekday(dateOfDay(any)));
        expect(isWeekendDay(any)).toBe([5, 6].includes(weekday(dateOfDay(any))));
      }),
    );
  });

  it('knows days by their dates, and no day that is none', () => {
    const days = new Days(0);
    expect([days.of('1970-01-02'), days.of('1970-01-02'), days.of('2027-02-30'), days.of('')]).toEqual([
      1,
      1,
      undefined,
      undefined,
    ]);
  });
});
