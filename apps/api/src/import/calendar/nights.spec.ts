import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ListingNights, MOST_NIGHTS, MOST_WAITING } from './listing-nights.js';
import { NightRuns, packRuns, unpackRuns, type NightRun } from './nights.js';

type Night = readonly [day: number, row: number, available: boolean, price: number | undefined];

function runsOf(nights: readonly Night[]): readonly NightRun[] {
  const runs = new NightRuns();
  for (const night of nights) runs.add(...night);
  return runs.runs;
}

/** The nights as they are taken, and the rows that are not. */
function taken(runs: readonly NightRun[]) {
  const refused: [row: number, day: number, reason: string][] = [];
  const nights = new ListingNights((...night) => refused.push(night));
  for (const run of runs) nights.add(run);
  return { nights: nights.inOrder().flatMap(withoutRows), refused };
}

function withoutRows(run: NightRun): Omit<NightRun, 'row' | 'nights'>[] {
  return Array.from({ length: run.nights }, (_, offset) => said(run.day + offset, run.available, run.price));
}

function said(day: number, available: boolean, price: number | undefined): Omit<NightRun, 'row' | 'nights'> {
  return { day, available, price };
}

const someNights = fc
  .uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 60 })
  .chain((days) =>
    fc.tuple(...days.map((day) => fc.tuple(fc.constant(day), fc.boolean(), fc.constantFrom(undefined, 7000, 9000)))),
  )
  .map((nights) => nights.map(([day, available, price], index): Night => [day, index + 2, available, price]));

describe('nights of a calendar', () => {
  it('makes one run of nights in a row that are alike', () => {
    expect(
      runsOf([
        [10, 2, true, 7000],
        [11, 3, true, 7000],
        [12, 4, false, 7000],
        [14, 5, false, 7000],
      ]),
    ).toEqual([
      { day: 10, nights: 2, row: 2, available: true, price: 7000 },
      { day: 12, nights: 1, row: 4, available: false, price: 7000 },
      { day: 14, nights: 1, row: 5, available: false, price: 7000 },
    ]);
  });

  it('keeps every night on the way through text, and puts nights in any order into that of time', () => {
    fc.assert(
      fc.property(someNights, (nights) => {
        fc.pre(nights.length > 0);
        const { nights: kept, refused } = taken(unpackRuns(packRuns(runsOf(nights))));
        const inTime = nights.toSorted(([a], [b]) => a - b);
        expect(kept).toEqual(inTime.map(([day, , available, price]) => said(day, available, price)));
        expect(refused).toEqual([]);
      }),
    );
  });

  it('takes the earlier row of a night that comes twice, and names the later', () => {
    const { nights, refused } = taken(
      runsOf([
        [10, 2, true, 7000],
        [11, 3, true, 7000],
        [12, 4, true, 7000],
        [11, 9, false, 5000],
        [13, 10, false, 5000],
      ]),
    );
    expect(nights).toEqual([said(10, true, 7000), said(11, true, 7000), said(12, true, 7000), said(13, false, 5000)]);
    expect(refused).toEqual([[9, 11, 'repeated_night']]);
  });

  it('names nights that come again and again while they are found, and keeps none of them', () => {
    let refused = 0;
    let mostKept = 0;
    const nights = new ListingNights(() => (refused += 1));
    for (let row = 2; row < 200_002; row += 1) {
      nights.add({ day: (row * 7) % 300, nights: 1, row, available: row % 3 === 0, price: undefined });
      mostKept = Math.max(mostKept, row - 1 - refused);
    }
    expect(mostKept).toBeLessThanOrEqual(MOST_NIGHTS + MOST_WAITING);
    nights.inOrder();
    expect(refused).toBe(200_000 - 300);
  });

  it('takes the same nights whether they are looked through at once or bit by bit', () => {
    const runs = Array.from({ length: 30 }, (_, index): NightRun => {
      return {
        day: (index * 377) % 2500,
        nights: 1000,
        row: 2 + index * 1000,
        available: index % 2 === 0,
        price: index,
      };
    });
    const { nights, refused } = taken(runs);
    const first = new Map<number, number>();
    for (const { day, price } of runs)
      for (let night = day; night < day + 1000; night += 1) if (!first.has(night)) first.set(night, price ?? 0);
    expect(nights.map(({ day, price }) => [day, price])).toEqual([...first].sort(([a], [b]) => a - b));
    expect(nights.length + refused.length).toBe(30_000);
  });

  it('takes eleven years of one property, and names the nights beyond', () => {
    const { nights, refused } = taken(
      runsOf(Array.from({ length: MOST_NIGHTS + 2 }, (_, index): Night => [index, index + 2, true, 7000])),
    );
    expect(nights).toHaveLength(MOST_NIGHTS);
    expect(refused).toEqual([
      [MOST_NIGHTS + 2, MOST_NIGHTS, 'too_many_nights'],
      [MOST_NIGHTS + 3, MOST_NIGHTS + 1, 'too_many_nights'],
    ]);
  });
});
