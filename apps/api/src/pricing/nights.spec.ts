import { describe, expect, it } from '@jest/globals';
import { stayOf } from '#dates';
import { lengthDiscount, nightLines } from './nights.js';

describe('the price of a night', () => {
  it('may be nothing, which is still a line', () => {
    const free = { nightly: 10_000, overrides: new Map([['2027-03-02', 0]]) };
    expect(nightLines(free, stayOf('2027-03-02', '2027-03-03'))).toEqual([
      { kind: 'night', description: 'Night of 2027-03-02', date: '2027-03-02', quantity: 1, unit: 0, amount: 0 },
    ]);
  });
});

describe('the discount for a long stay', () => {
  it.each([
    [6, 1000, 2000, 0],
    [7, 1000, 2000, 1000],
    [27, 1000, 2000, 1000],
    [28, 1000, 2000, 2000],
    [28, 1000, 0, 1000],
    [28, 0, 0, 0],
    [7, 0, 2000, 0],
  ])('of %i nights, with %i weekly and %i monthly, is %i', (nights, weekly, monthly, expected) => {
    const discounts = { weeklyDiscountBasisPoints: weekly, monthlyDiscountBasisPoints: monthly };
    expect(lengthDiscount(discounts, nights)).toBe(expected);
  });
});
