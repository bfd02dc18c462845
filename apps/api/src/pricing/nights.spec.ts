import { describe, expect, it } from '@jest/globals';
import { stayOf } from '#dates';
import { nightLines } from './nights.js';

describe('the line of a night', () => {
  it('is there for nothing too', () => {
    const free = { nightly: 10_000, overrides: new Map([['2027-03-02', 0]]) };
    expect(nightLines(free, stayOf('2027-03-02', '2027-03-03'))).toEqual([
      {
        kind: 'night',
        description: 'Night of 2027-03-02',
        date: '2027-03-02',
        quantity: 1,
        unit: 0,
        amount: 0,
        rules: [
          { rule: 'base', amount: 10_000 },
          { rule: 'override', amount: 0 },
        ],
      },
    ]);
  });
});
