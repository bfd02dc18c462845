import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inOrder, NightRuns, packRuns, unpackRuns, type NightRun } from './nights.js';

type Night = readonly [day: number, row: number, available: boolean, price: number | undefined];

function runsOf(nights: readonly Night[]): readonly NightRun[] {
  const runs = new NightRuns();
  for (const night of nights) runs.add(...night);
  return runs.runs;
}

function nightsOf(runs: readonly NightRun[]): Night[] {
  return runs.flatMap((run) =>
    Array.from({ length: run.nights }, (_, offset): Night => [
      run.day + offset,
      run.row + offset,
      run.available,
      run.price,
    ]),
  );
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
        const { runs, repeated } = inOrder(unpackRuns(packRuns(runsOf(nights))));
        expect(nightsOf(runs)).toEqual(nights.toSorted(([a], [b]) => a - b));
        expect(repeated).toEqual([]);
      }),
    );
  });

  it('takes the earlier row of a night that comes twice, and names the later', () => {
    const nights: Night[] = [
      [10, 2, true, 7000],
      [11, 3, true, 7000],
      [12, 4, true, 7000],
      [11, 9, false, 5000],
      [13, 10, false, 5000],
    ];
    const { runs, repeated } = inOrder(runsOf(nights));
    expect(nightsOf(runs)).toEqual([nights[0], nights[1], nights[2], nights[4]]);
    expect(repeated).toEqual([{ row: 9, day: 11 }]);
  });
});
