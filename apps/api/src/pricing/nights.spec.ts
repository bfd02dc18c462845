import { describe, expect, it } from '@jest/globals';
import { stayOf } from '#dates';
import { discountLines, lengthDiscount, nightLines } from './nights.js';
import type { Rates } from './rates.js';

const NO_DISCOUNTS: Rates = {
  currency: 'EUR',
  nightly: 10_000,
  weeklyDiscountBasisPoints: 0,
  monthlyDiscountBasisPoints: 0,
  policyDiscountBasisPoints: 0,
  overrides: new Map(),
  guestServiceFeeBasisPoints: 0,
  hostServiceFeeBasisPoints: 0,
  taxes: [],
};

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

describe('the discounts', () => {
  const rates = { ...NO_DISCOUNTS, weeklyDiscountBasisPoints: 9000, policyDiscountBasisPoints: 1000 };
  const shown = (nights: number, subtotal: number) =>
    discountLines(rates, nights, subtotal).map(({ description, amount }) => [description, amount]);

  it('for length and for the policy are lines of their own, the second of what the first leaves', () => {
    expect(shown(7, 70_000)).toEqual([
      ['Long stay discount, 90 %', -63_000],
      ['Non-refundable discount, 10 %', -700],
    ]);
    expect(shown(3, 30_000)).toEqual([['Non-refundable discount, 10 %', -3000]]);
  });

  it.each([
    [4, []],
    [5, [['Non-refundable discount, 10 %', -1]]],
    [14, [['Non-refundable discount, 10 %', -1]]],
    [15, [['Non-refundable discount, 10 %', -2]]],
  ])('on %i are rounded once, half up', (subtotal, lines) => {
    expect(shown(1, subtotal)).toEqual(lines);
  });

  it('never come to more than the nights, each rounded up as they may be', () => {
    for (let subtotal = 0; subtotal < 1000; subtotal += 1) {
      const off = discountLines(rates, 7, subtotal).reduce((sum, { amount }) => sum - amount, 0);
      expect(off).toBeLessThanOrEqual(subtotal);
    }
  });
});
