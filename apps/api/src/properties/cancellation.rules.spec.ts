import { describe, expect, it } from '@jest/globals';
import { CancellationPolicy } from '#contracts/properties/rules.dto.js';
import { cancellationPolicies, policyDiscount, policyFor } from './cancellation.rules.js';

const policies = Object.values(cancellationPolicies);

describe('cancellation policies', () => {
  it('are named by their codes', () => {
    expect(policies.map((policy) => policy.code)).toEqual(Object.keys(cancellationPolicies));
  });

  it.each(policies)('end with a step that has no end, and only that one: $code', ({ steps }) => {
    const endless = steps.filter((step) => step.untilBeforeCheckIn === undefined);
    expect(endless).toEqual([steps.at(-1)]);
  });

  it.each(policies)('never become kinder as check-in comes nearer: $code', ({ steps }) => {
    const costs = steps.map((step) => [100 - step.refundPercent, step.extraNights] as const);
    costs.slice(1).forEach(([percent], index) => expect(percent).toBeGreaterThanOrEqual(costs[index]?.[0] ?? 0));
  });

  it('are what hosts may choose, and the one for long stays', () => {
    expect(Object.keys(cancellationPolicies)).toEqual([...Object.keys(CancellationPolicy), 'long_stay']);
  });

  it('are plain data that survives JSON', () => {
    expect(JSON.parse(JSON.stringify(cancellationPolicies))).toEqual(cancellationPolicies);
  });
});

describe('policyFor', () => {
  it.each([
    ['flexible', 27, 'flexible'],
    ['flexible', 28, 'long_stay'],
    ['strict', 90, 'long_stay'],
    ['non_refundable', 90, 'non_refundable'],
  ] as const)('of %s and %i nights is %s', (code, nights, expected) => {
    expect(policyFor(code, nights).code).toBe(expected);
  });
});

describe('policyDiscount', () => {
  it('makes the nights cheaper by a tenth where nothing is given back, and by nothing where something is', () => {
    for (const { code, steps, grace } of policies) {
      const givesNothing = grace === null && steps.every(({ refundPercent }) => refundPercent === 0);
      expect([code, policyDiscount(code)]).toEqual([code, givesNothing ? 1000 : 0]);
    }
  });
});
