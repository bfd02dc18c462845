import { describe, expect, it } from '@jest/globals';
import { changedNightPrices, type NightPrices } from './night-prices.js';

const before: NightPrices = { firstDate: '2027-03-10', amounts: [100, null, 300] };

describe('prices of single nights', () => {
  it.each<[string, NightPrices | undefined, [string, number | null][], string, NightPrices | undefined]>([
    [
      'begin with the first that is set',
      undefined,
      [['2027-03-10', 5]],
      '2027-03-01',
      { firstDate: '2027-03-10', amounts: [5] },
    ],
    [
      'stay where nothing is set',
      before,
      [['2027-03-11', 200]],
      '2027-03-01',
      { firstDate: '2027-03-10', amounts: [100, 200, 300] },
    ],
    [
      'grow at both ends',
      before,
      [
        ['2027-03-09', 9],
        ['2027-03-14', 14],
      ],
      '2027-03-01',
      { firstDate: '2027-03-09', amounts: [9, 100, null, 300, null, 14] },
    ],
    [
      'shrink with those that are taken away',
      before,
      [['2027-03-12', null]],
      '2027-03-01',
      { firstDate: '2027-03-10', amounts: [100] },
    ],
    [
      'are none when all are taken away',
      before,
      [
        ['2027-03-10', null],
        ['2027-03-12', null],
      ],
      '2027-03-01',
      undefined,
    ],
    ['of the past go', before, [['2027-03-13', 4]], '2027-03-11', { firstDate: '2027-03-12', amounts: [300, 4] }],
    [
      'never have more than their places',
      { firstDate: '2030-03-31', amounts: [7] },
      [['2027-03-01', 1]],
      '2027-03-01',
      { firstDate: '2027-03-01', amounts: [1] },
    ],
  ])('%s', (_name, was, changes, first, after) => {
    expect(changedNightPrices(was, new Map(changes), first)).toEqual(after);
  });
});
