import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { busyRanges, countNights, without, type DayRange } from './busy-nights.js';
import { claimChanges } from './write-claims.js';

const ranges = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 10 }))
    .map(([from, nights]) => ({ from, until: from + nights })),
  { maxLength: 8 },
);

function nightsIn(some: readonly DayRange[]): Set<number> {
  return new Set(some.flatMap(({ from, until }) => Array.from({ length: until - from }, (_, offset) => from + offset)));
}

describe('busy nights', () => {
  it('makes one range of neighbours', () => {
    const night = (day: number, nights: number, available: boolean) => ({
      day,
      nights,
      row: 2,
      available,
      price: undefined,
    });
    expect(busyRanges([night(1, 2, false), night(3, 1, false), night(4, 2, true), night(6, 1, false)])).toEqual([
      { from: 1, until: 4 },
      { from: 6, until: 7 },
    ]);
  });

  it('leaves out exactly the nights that are taken', () => {
    fc.assert(
      fc.property(ranges, ranges, (some, taken) => {
        const wanted = busyRanges(
          some
            .toSorted((a, b) => a.from - b.from)
            .map(({ from, until }) => ({
              day: from,
              nights: until - from,
              row: 2,
              available: false,
              price: undefined,
            })),
        );
        const left = without(wanted, taken);
        const free = [...nightsIn(wanted)].filter((night) => !nightsIn(taken).has(night));
        expect([...nightsIn(left)]).toEqual(free);
        expect(countNights(left)).toBe(nightsIn(left).size);
      }),
    );
  });
});

describe('imported claims', () => {
  const existing = (id: string, from: number, until: number, imported = true) => ({ id, from, until, imported });

  it('has nothing to do where they are as wanted', () => {
    expect(claimChanges([{ from: 1, until: 4 }], [existing('a', 1, 4)])).toEqual({
      add: [],
      remove: [],
      kept: 1,
      taken: 0,
    });
  });

  it('replaces those that have changed', () => {
    expect(claimChanges([{ from: 1, until: 5 }], [existing('a', 1, 4), existing('b', 9, 10)])).toEqual({
      add: [{ from: 1, until: 5 }],
      remove: ['a', 'b'],
      kept: 0,
      taken: 0,
    });
  });

  it('leaves the nights of bookings and blocks to them', () => {
    expect(claimChanges([{ from: 1, until: 9 }], [existing('booking', 3, 5, false)])).toEqual({
      add: [
        { from: 1, until: 3 },
        { from: 5, until: 9 },
      ],
      remove: [],
      kept: 0,
      taken: 2,
    });
  });
});
