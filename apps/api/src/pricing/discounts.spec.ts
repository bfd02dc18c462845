import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DiscountStep } from '../properties/discount-steps.rules.js';
import { discountLines, lengthDiscount, type DiscountedStay } from './discounts.js';
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
const STAY: DiscountedStay = { nights: 3, party: 2, daysAhead: 30 };

describe('the discount for a long stay', () => {
  it.each<[number, number, number, DiscountStep[], unknown[] | undefined]>([
    [6, 1000, 2000, [], undefined],
    [7, 1000, 2000, [], ['weekly_discount', 7, 1000]],
    [27, 1000, 2000, [], ['weekly_discount', 7, 1000]],
    [28, 1000, 2000, [], ['monthly_discount', 28, 2000]],
    [28, 1000, 0, [], ['weekly_discount', 7, 1000]],
    [7, 0, 2000, [[3, 100]], ['length_discount', 3, 100]],
    [7, 1000, 0, [[3, 1000]], ['weekly_discount', 7, 1000]],
    [
      14,
      1000,
      0,
      [
        [3, 500],
        [14, 1500],
        [21, 1800],
      ],
      ['length_discount', 14, 1500],
    ],
    [
      21,
      0,
      0,
      [
        [3, 2500],
        [14, 1500],
      ],
      ['length_discount', 3, 2500],
    ],
  ])('of %i nights, with %i weekly, %i monthly and %j, is %j', (nights, weekly, monthly, lengthDiscounts, expected) => {
    const discounts = { weeklyDiscountBasisPoints: weekly, monthlyDiscountBasisPoints: monthly, lengthDiscounts };
    const found = lengthDiscount(discounts, nights);
    expect(found && [found.rule, found.threshold, found.basisPoints]).toEqual(expected);
  });
});

describe('the discounts', () => {
  const rates = { ...NO_DISCOUNTS, weeklyDiscountBasisPoints: 9000, policyDiscountBasisPoints: 1000 };
  const shown = (of: Rates, stay: Partial<DiscountedStay>, subtotal: number) =>
    discountLines(of, { ...STAY, ...stay }, subtotal).map(({ description, amount }) => [description, amount]);

  it('are lines of their own, each of what those before it leave, in the order that is documented', () => {
    const all = {
      ...rates,
      weeklyDiscountBasisPoints: 1000,
      occupancyDiscounts: [[2, 5000]] as const,
      lastMinuteDiscounts: [[40, 2000]] as const,
    };
    expect(shown(all, { nights: 7 }, 80_000)).toEqual([
      ['Small party discount, 50 %', -40_000],
      ['Long stay discount, 10 %', -4000],
      ['Last-minute discount, 20 %', -7200],
      ['Non-refundable discount, 10 %', -2880],
    ]);
  });

  it.each<[number, unknown[]]>([
    [0, ['last_minute_discount', 1, 3000]],
    [1, ['last_minute_discount', 1, 3000]],
    [2, ['last_minute_discount', 7, 1000]],
    [8, []],
    [59, []],
    [60, ['early_bird_discount', 60, 500]],
    [90, ['early_bird_discount', 90, 1200]],
    [-1, ['last_minute_discount', 1, 3000]],
  ])('for the time ahead, of %i days, are %j', (daysAhead, expected) => {
    const steps = {
      lastMinuteDiscounts: [
        [1, 3000],
        [7, 1000],
      ],
      earlyBirdDiscounts: [
        [60, 500],
        [90, 1200],
      ],
    } satisfies Partial<Rates>;
    const lines = discountLines({ ...NO_DISCOUNTS, ...steps }, { ...STAY, daysAhead }, 10_000);
    expect(lines.flatMap(({ rules = [] }) => rules).flatMap((r) => [r.rule, r.threshold, r.basisPoints])).toEqual(
      expected,
    );
  });

  it('for the time ahead do not add up: the larger of both kinds counts', () => {
    const both: Rates = { ...NO_DISCOUNTS, lastMinuteDiscounts: [[50, 1000]], earlyBirdDiscounts: [[10, 1500]] };
    expect(shown(both, {}, 10_000)).toEqual([['Early-bird discount, 15 %', -1500]]);
    expect(shown({ ...both, lastMinuteDiscounts: [[50, 1500]] }, {}, 10_000)).toEqual([
      ['Last-minute discount, 15 %', -1500],
    ]);
  });

  it('for a small party are those of the first step that it fits in', () => {
    const steps: Rates = {
      ...NO_DISCOUNTS,
      occupancyDiscounts: [
        [1, 2000],
        [3, 500],
      ],
    };
    expect([1, 2, 3, 4].map((party) => shown(steps, { party }, 10_000))).toEqual([
      [['Small party discount, 20 %', -2000]],
      [['Small party discount, 5 %', -500]],
      [['Small party discount, 5 %', -500]],
      [],
    ]);
  });

  it.each([
    [4, []],
    [5, [['Non-refundable discount, 10 %', -1]]],
    [14, [['Non-refundable discount, 10 %', -1]]],
    [15, [['Non-refundable discount, 10 %', -2]]],
  ])('on %i are rounded once, half up', (subtotal, lines) => {
    expect(shown(rates, { nights: 1 }, subtotal)).toEqual(lines);
  });

  it('never come to more than the nights, each rounded up as they may be', () => {
    const percent = fc.integer({ min: 1, max: 9000 });
    const asked = fc.record({ first: percent, second: percent, third: percent, subtotal: fc.nat(1000) });
    fc.assert(
      fc.property(asked, ({ first, second, third, subtotal }) => {
        const steps: Partial<Rates> = { occupancyDiscounts: [[2, first]], lengthDiscounts: [[1, second]] };
        const all: Rates = { ...rates, ...steps, earlyBirdDiscounts: [[0, third]] };
        const off = discountLines(all, STAY, subtotal).reduce((sum, { amount }) => sum - amount, 0);
        expect(off).toBeLessThanOrEqual(subtotal);
      }),
    );
  });
});
