import { describe, expect, it } from '@jest/globals';
import { changedRule, daysToSet, hullOf, impossibleLengths } from './days-to-set.js';
import type { DateRule } from './stay.rules.js';

const rule = (change: Partial<DateRule>): DateRule => ({
  minNights: null,
  maxNights: null,
  closedToArrival: false,
  closedToDeparture: false,
  ...change,
});

describe('days that are set', () => {
  it('have of two ranges what the later says, and of each what the other does not', () => {
    const ranges = [
      { from: '2027-03-01', to: '2027-03-03', minNights: 2, closedToArrival: true },
      { from: '2027-03-02', to: '2027-03-04', minNights: null, maxNights: undefined, closedToDeparture: true },
    ];
    expect([...daysToSet(ranges)]).toEqual([
      ['2027-03-01', { minNights: 2, closedToArrival: true, range: 0 }],
      ['2027-03-02', { minNights: null, closedToArrival: true, closedToDeparture: true, range: 1 }],
      ['2027-03-03', { minNights: null, closedToDeparture: true, range: 1 }],
    ]);
    expect(hullOf(ranges)).toEqual({ checkIn: '2027-03-01', checkOut: '2027-03-04' });
  });

  it.each<[string, DateRule | undefined, Parameters<typeof changedRule>[1], DateRule | null]>([
    ['is made', undefined, { minNights: 3 }, rule({ minNights: 3 })],
    [
      'keeps what is left out',
      rule({ minNights: 3, closedToArrival: true }),
      { maxNights: 9 },
      rule({ minNights: 3, maxNights: 9, closedToArrival: true }),
    ],
    [
      'loses what is null',
      rule({ minNights: 3, closedToArrival: true }),
      { minNights: null },
      rule({ closedToArrival: true }),
    ],
    [
      'is none that says nothing',
      rule({ closedToArrival: true, closedToDeparture: true }),
      { closedToArrival: null, closedToDeparture: false },
      null,
    ],
    ['is none that was none, for a price', undefined, { price: { amount: 1, currency: 'USD' } }, null],
  ])('a rule %s', (_name, before, day, after) => {
    expect(changedRule(before, day)).toEqual(after);
  });

  it.each([
    [{ minNights: 10 }, [['/days/0/maxNights', 'min']]],
    [{ minNights: 9 }, []],
    [{ maxNights: 1 }, [['/days/0/maxNights', 'min']]],
    [{ maxNights: 2 }, []],
    [{ closedToArrival: true }, []],
  ])('%j at a place of 2 to 9 nights makes the errors %j', (day, errors) => {
    const days = daysToSet([{ from: '2027-03-01', to: '2027-03-05', ...day }]);
    const after = new Map([...days].map(([date, change]) => [date, changedRule(undefined, change) ?? rule({})]));
    const found = impossibleLengths({ minNights: 2, maxNights: 9 }, days, after);
    expect(found.map(({ pointer, code }) => [pointer, code])).toEqual(errors);
  });
});
