import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allocate } from './allocate.js';
import { money, sum } from './money.js';

const weightLists = fc
  .array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 12 })
  .filter((weights) => weights.some((weight) => weight > 0));
const amounts = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });

describe('allocate', () => {
  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [5, [3, 7], [2, 3]],
    [10, [0, 1], [0, 10]],
    [1, [1, 1, 1, 1], [1, 0, 0, 0]],
    [101, [50, 30, 20], [51, 30, 20]],
    [0, [4, 5], [0, 0]],
  ])('splits %i by %j into %j', (amount, weights, parts) => {
    expect(allocate(money(amount, 'EUR'), weights).map((part) => part.amount)).toEqual(parts);
  });

  it.each([[[]], [[0, 0]], [[1, -1]], [[0.5]]])('refuses the weights %j', (weights) => {
    expect(() => allocate(money(1, 'EUR'), weights)).toThrow(RangeError);
  });

  it('loses and invents nothing', () => {
    fc.assert(
      fc.property(amounts, weightLists, (amount, weights) => {
        const value = money(amount, 'KWD');
        expect(sum(allocate(value, weights), 'KWD')).toEqual(value);
      }),
    );
  });

  it('gives each part less than one unit more or less than its exact share', () => {
    fc.assert(
      fc.property(amounts, weightLists, (amount, weights) => {
        const total = weights.reduce((all, weight) => all + BigInt(weight), 0n);
        allocate(money(amount, 'JPY'), weights).forEach((part, index) => {
          const difference = BigInt(part.amount) * total - BigInt(amount) * BigInt(weights[index] ?? 0);
          expect(difference < total && -difference < total).toBe(true);
        });
      }),
    );
  });
});
