import { describe, expect, it } from '@jest/globals';
import { firstStepFrom, largestStepFrom, largestStepUpTo, type DiscountStep } from './discount-steps.rules.js';

const STEPS: DiscountStep[] = [
  [2, 1000],
  [4, 500],
  [7, 1500],
  [9, 1500],
];

describe('steps of a discount', () => {
  it.each([
    [1, undefined, [7, 1500], [2, 1000]],
    [2, [2, 1000], [7, 1500], [2, 1000]],
    [3, [2, 1000], [7, 1500], [4, 500]],
    [4, [2, 1000], [7, 1500], [4, 500]],
    [7, [7, 1500], [7, 1500], [7, 1500]],
    [8, [7, 1500], [9, 1500], [9, 1500]],
    [10, [7, 1500], undefined, undefined],
  ])('at %i give the largest up to it, the largest from it, the first from it', (reached, upTo, from, first) => {
    const found = [largestStepUpTo(STEPS, reached), largestStepFrom(STEPS, reached), firstStepFrom(STEPS, reached)];
    expect(found).toEqual([upTo, from, first]);
  });

  it('are none of none', () => {
    expect([largestStepUpTo([], 5), largestStepFrom([], 5), firstStepFrom([], 5)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
