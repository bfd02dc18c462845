import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dateOfDay, dayOf, weekday } from './local-date.js';
import {
  fromDateRange,
  isStay,
  nightCount,
  nightsOf,
  overlaps,
  shiftStay,
  stayOf,
  toDateRange,
  type Stay,
} from './stay.js';

/** Stays around the leap day of 2028, so close together that they often touch and overlap. */
const stays = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 20 }))
  .map(([start, nights]) => stayFrom(dayOf('2028-02-10') + start, nights));

describe('a stay', () => {
  it('has the night before a leap day and the leap night', () => {
    expect(nightsOf(stayOf('2028-02-28', '2028-03-01'))).toEqual(['2028-02-28', '2028-02-29']);
  });

  it.each([
    ['2027-03-01', '2027-03-01'],
    ['2027-03-02', '2027-03-01'],
    ['2027-02-30', '2027-03-01'],
    ['2027-02-28', '2027-02-30'],
  ])('is not from %s to %s', (checkIn, checkOut) => {
    expect(isStay({ checkIn, checkOut })).toBe(false);
    expect(() => stayOf(checkIn, checkOut)).toThrow(RangeError);
  });

  it('does not overlap one that starts when it ends', () => {
    const [first, second] = [stayOf('2027-03-01', '2027-03-04'), stayOf('2027-03-04', '2027-03-05')];
    expect(overlaps(first, second)).toBe(false);
    expect(overlaps(second, first)).toBe(false);
  });

  it('overlaps another exactly when they have a night in common', () => {
    fc.assert(
      fc.property(stays, stays, (a, b) => {
        const common = nightsOf(a).filter((night) => nightsOf(b).includes(night));
        expect(overlaps(a, b)).toBe(common.length > 0);
      }),
    );
  });

  it('has as many nights as it counts, the first on check-in, none on check-out', () => {
    fc.assert(
      fc.property(stays, (stay) => {
        const nights = nightsOf(stay);
        expect(nights).toHaveLength(nightCount(stay));
        expect(nights[0]).toBe(stay.checkIn);
        expect(nights).not.toContain(stay.checkOut);
      }),
    );
  });

  it('keeps its weekdays when it moves by weeks', () => {
    fc.assert(
      fc.property(stays, fc.integer({ min: -52, max: 52 }), (stay, weeks) => {
        expect(nightsOf(shiftStay(stay, 7 * weeks)).map(weekday)).toEqual(nightsOf(stay).map(weekday));
      }),
    );
  });
});

describe('the range of a stay in PostgreSQL', () => {
  it('is half-open', () => {
    expect(toDateRange(stayOf('2027-03-01', '2027-03-05'))).toBe('[2027-03-01,2027-03-05)');
  });

  it('comes back as it went', () => {
    fc.assert(fc.property(stays, (stay) => expect(fromDateRange(toDateRange(stay))).toEqual(stay)));
  });

  it.each(['empty', '[2027-03-01,)', '(,2027-03-01)', '[2027-03-05,2027-03-01)', '[2027-03-01,2027-03-05]', ''])(
    'is not %p',
    (text) => {
      expect(() => fromDateRange(text)).toThrow(RangeError);
    },
  );
});

function stayFrom(day: number, nights: number): Stay {
  return stayOf(dateOfDay(day), dateOfDay(day + nights));
}
