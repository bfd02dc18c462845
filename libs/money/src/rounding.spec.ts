import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { money } from './money.js';
import { divideHalfUp, percentOf } from './rounding.js';

const amounts = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
const percents = fc.integer({ min: 0, max: 10_000 });

describe('percentOf', () => {
  it.each([
    [100, 1400, 14],
    [101, 1400, 14],
    [104, 1400, 15],
    [50, 100, 1],
    [49, 100, 0],
    [-50, 100, -1],
    [-49, 100, 0],
    [1, 5000, 1],
    [-1, 5000, -1],
    [1005, 1000, 101],
    [12_345, 1250, 1543],
    [Number.MAX_SAFE_INTEGER, 10_000, Number.MAX_SAFE_INTEGER],
    [Number.MAX_SAFE_INTEGER, 3333, 3_002_099_511_605_172],
  ])('of %i at %i basis points is %i', (amount, basisPoints, expected) => {
    expect(percentOf(money(amount, 'EUR'), basisPoints).amount).toBe(expected);
  });

  it('rounds once when percentages are chained', () => {
    expect(percentOf(money(3, 'EUR'), 5000, 5000).amount).toBe(1);
    expect(percentOf(percentOf(money(3, 'EUR'), 5000), 5000).amount).toBe(1);
    expect(percentOf(money(5, 'EUR'), 5000, 5000).amount).toBe(1);
    expect(percentOf(percentOf(money(5, 'EUR'), 5000), 5000).amount).toBe(2);
  });

  it('is never further than half a unit from the exact share, and half goes away from zero', () => {
    fc.assert(
      fc.property(amounts, percents, (amount, basisPoints) => {
        const exact = BigInt(amount) * BigInt(basisPoints);
        const error = 2n * (BigInt(percentOf(money(amount, 'EUR'), basisPoints).amount) * 10_000n - exact);
        const outward = amount < 0 ? -error : error;
        expect(outward > -10_000n && outward <= 10_000n).toBe(true);
      }),
    );
  });

  it('of a refund is the opposite of the same percentage of the charge', () => {
    fc.assert(
      fc.property(amounts, percents, (amount, basisPoints) => {
        const opposite = 0 - percentOf(money(amount, 'EUR'), basisPoints).amount;
        expect(percentOf(money(-amount, 'EUR'), basisPoints).amount).toBe(opposite);
      }),
    );
  });
});

describe('divideHalfUp', () => {
  it.each([
    [1n, 2n, 1n],
    [-1n, 2n, -1n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [-5n, 2n, -3n],
    [0n, 7n, 0n],
    [7n, 7n, 1n],
  ])('of %s by %s is %s', (numerator, denominator, expected) => {
    expect(divideHalfUp(numerator, denominator)).toBe(expected);
  });

  it.each([0n, -2n])('refuses to divide by %s', (denominator) => {
    expect(() => divideHalfUp(1n, denominator)).toThrow(RangeError);
  });
});
