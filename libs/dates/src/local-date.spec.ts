import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { addDays, dateOfDay, dayOf, isLocalDate, localDate, nightsBetween, weekday } from './local-date.js';

const dates = fc.integer({ min: dayOf('1900-01-01'), max: dayOf('2999-12-31') }).map(dateOfDay);

describe('isLocalDate', () => {
  it.each(['2027-03-01', '2028-02-29', '2000-02-29', '2400-02-29', '1900-01-01', '2999-12-31'])('takes %s', (text) => {
    expect(isLocalDate(text)).toBe(true);
  });

  it.each([
    '2027-02-30',
    '2027-02-29',
    '2100-02-29',
    '1900-02-29',
    '2027-04-31',
    '2027-13-01',
    '2027-00-10',
    '2027-01-00',
    '1899-12-31',
    '3000-01-01',
    '0000-01-01',
    '2027-3-1',
    '20270301',
    '2027-03-01T00:00:00Z',
    '2027-03-01\n',
    ' 2027-03-01',
    '+002027-03-01',
    '２０２７-03-01',
    '',
  ])('refuses %j', (text) => {
    expect(isLocalDate(text)).toBe(false);
    expect(() => localDate(text)).toThrow(RangeError);
  });

  it('says of any three numbers what Temporal says', () => {
    const parts = fc.tuple(
      fc.integer({ min: 1900, max: 2999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
    );
    fc.assert(
      fc.property(parts, ([year, month, day]) => {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        expect(isLocalDate(text)).toBe(temporalTakes(text));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('counting days', () => {
  it.each([
    ['2027-02-28', 1, '2027-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2028-02-29', 365, '2029-02-28'],
    ['2027-12-31', 1, '2028-01-01'],
    ['1970-01-01', -1, '1969-12-31'],
    ['2027-03-27', 2, '2027-03-29'],
  ])('%s and %i days is %s', (date, days, expected) => {
    expect(addDays(date, days)).toBe(expected);
    expect(nightsBetween(date, expected)).toBe(days);
  });

  it('agrees with Temporal', () => {
    fc.assert(
      fc.property(dates, dates, (from, to) => {
        const days = Temporal.PlainDate.from(from).until(to).days;
        expect(nightsBetween(from, to)).toBe(days);
        expect(addDays(from, days)).toBe(to);
        expect(weekday(from)).toBe(Temporal.PlainDate.from(from).dayOfWeek);
      }),
      { numRuns: 500 },
    );
  });

  it('orders dates as text in the order of time', () => {
    fc.assert(fc.property(dates, dates, (a, b) => a < b === dayOf(a) < dayOf(b)));
  });

  it.each([
    ['2999-12-31', 1],
    ['1900-01-01', -1],
    ['2027-01-01', 0.5],
    ['2027-01-01', Number.NaN],
    ['2027-01-01', 1e12],
    ['2027-02-30', 1],
  ])('refuses %s and %p days', (date, days) => {
    expect(() => addDays(date, days)).toThrow(RangeError);
  });
});

function temporalTakes(text: string): boolean {
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}
