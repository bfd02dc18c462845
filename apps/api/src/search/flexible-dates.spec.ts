import { describe, expect, it } from '@jest/globals';
import { hasRoomAround, staysAround, staysBetween } from './flexible-dates.js';

describe('flexible dates', () => {
  it.each([
    // 2027-03-05 is a Friday.
    ['weekend', '2027-03-01', '2027-03-31', '2027-03-05', '2027-03-07', 21, 7],
    ['weekend', '2027-03-05', '2027-03-07', '2027-03-05', '2027-03-07', 0, 7],
    ['weekend', '2027-03-06', '2027-03-20', '2027-03-12', '2027-03-14', 0, 7],
    ['week', '2027-03-01', '2027-03-31', '2027-03-01', '2027-03-08', 23, 1],
    ['month', '2027-02-01', '2027-03-01', '2027-02-01', '2027-03-01', 0, 1],
  ] as const)('a %s between %s and %s', (kind, from, to, checkIn, checkOut, days, step) => {
    expect(staysBetween(kind, from, to)).toEqual({ first: { checkIn, checkOut }, days, step });
  });

  it.each([
    ['weekend', '2027-03-06', '2027-03-13'],
    ['week', '2027-03-01', '2027-03-07'],
    ['month', '2027-03-01', '2027-03-28'],
    ['week', '2027-03-08', '2027-03-01'],
  ] as const)('there is no %s between %s and %s', (kind, from, to) => {
    expect(staysBetween(kind, from, to)).toBeUndefined();
  });

  it('a stay is moved to both sides', () => {
    expect(staysAround({ checkIn: '2027-03-03', checkOut: '2027-03-06' }, 3)).toEqual({
      first: { checkIn: '2027-02-28', checkOut: '2027-03-03' },
      days: 6,
      step: 1,
    });
  });

  it('not beyond what can be written', () => {
    expect(hasRoomAround('2999-12-30', 1)).toBe(true);
    expect(hasRoomAround('2999-12-30', 2)).toBe(false);
    expect(hasRoomAround('1900-01-01', 1)).toBe(false);
  });
});
