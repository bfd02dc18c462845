import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CalendarDayDto } from '#contracts/calendar.dto.js';
import { addDays, nightsBetween, nightsOf } from '#dates';
import { isWeekendNight } from '../../properties/nights.rules.js';
import type { DateRule } from '../stay.rules.js';
import { dayRuns } from './day-runs.js';

/** A Monday. */
const MONDAY = '2027-03-01';

function days(number: number, change: (date: string, index: number) => Partial<CalendarDayDto>): CalendarDayDto[] {
  return Array.from({ length: number }, (_, index) => {
    const date = addDays(MONDAY, index);
    const usual = { available: true, minNights: 1, maxNights: 30, checkIn: true, checkOut: true, reasons: [] };
    return { date, ...usual, ...change(date, index) };
  });
}

const usd = (amount: number) => ({ amount, currency: 'USD' });
const weekly = (date: string) => ({ price: usd(isWeekendNight(date) ? 150 : 100), checkIn: isWeekendNight(date) });

describe('days as runs', () => {
  it('are one, where only the days of the week differ', () => {
    expect(dayRuns(days(365, weekly), addDays(MONDAY, 365), new Map())).toEqual([
      {
        from: MONDAY,
        to: '2028-02-29',
        nightly: usd(100),
        weekendNightly: usd(150),
        minNights: 1,
        maxNights: 30,
        closedToArrival: false,
        closedToDeparture: false,
        available: true,
        reasons: [],
      },
    ]);
  });

  it('are parted by a price, a rule, and what takes nights', () => {
    const rule: DateRule = { minNights: null, maxNights: null, closedToArrival: true, closedToDeparture: false };
    const made = days(28, (date, index) => ({
      ...weekly(date),
      ...(index === 3 && { price: usd(90) }),
      ...(index >= 14 && index < 18 && { available: false, reasons: [{ rule: 'booked' as const, date }] }),
      ...(index === 25 && { minNights: 2 }),
    }));
    const runs = dayRuns(made, addDays(MONDAY, 28), new Map([['2027-03-22', rule]]));
    expect(runs.map(({ from, to }) => [from.slice(-2), to.slice(-2)])).toEqual([
      ['01', '04'],
      ['04', '07'],
      ['07', '15'],
      ['15', '19'],
      ['19', '22'],
      ['22', '23'],
      ['23', '26'],
      ['26', '27'],
      ['27', '29'],
    ]);
    expect(runs[3]?.reasons).toEqual([{ rule: 'booked', date: '2027-03-15' }]);
  });

  it('say of each night what the days have said', () => {
    const some = fc.array(fc.tuple(fc.constantFrom(100, 150), fc.constantFrom(1, 2)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(some, (made) => {
        const given = days(made.length, (_date, index) => ({
          price: usd(made[index]?.[0] ?? 0),
          minNights: made[index]?.[1] ?? 0,
        }));
        const runs = dayRuns(given, addDays(MONDAY, made.length), new Map());
        const told = runs.flatMap(({ from, to, nightly, weekendNightly, minNights }) =>
          nightsOf({ checkIn: from, checkOut: to }).map((date) => [
            date,
            (isWeekendNight(date) ? (weekendNightly ?? nightly) : nightly)?.amount,
            minNights,
          ]),
        );
        expect(told).toEqual(given.map(({ date, price, minNights }) => [date, price?.amount, minNights]));
        expect(runs.reduce((sum, { from, to }) => sum + nightsBetween(from, to), 0)).toBe(made.length);
      }),
    );
  });
});
