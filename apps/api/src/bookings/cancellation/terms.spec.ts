import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, stayOf } from '#dates';
import { cancellationPolicies, type CancellationPolicyCode } from '../../properties/cancellation.rules.js';
import { termsAt, type PlacedStay } from './terms.js';

/** Five nights in Paris; the clocks went forward on 28 March. Check-in is at 13:00 UTC. */
const paris: PlacedStay = { stay: stayOf('2027-03-30', '2027-04-04'), checkInTime: '15:00', zone: 'Europe/Paris' };
const longAgo = new Date('2026-01-01T00:00:00Z');

function terms(code: CancellationPolicyCode, now: string, confirmedAt = longAgo) {
  return termsAt(cancellationPolicies[code], paris, confirmedAt, new Date(now));
}

describe('the terms of a cancellation', () => {
  it.each<[CancellationPolicyCode, string, number, number]>([
    ['flexible', '2027-03-29T12:59:59Z', 100, 0],
    ['flexible', '2027-03-29T13:00:00Z', 100, 1],
    ['flexible', '2027-03-30T12:59:59Z', 100, 1],
    ['flexible', '2027-03-30T13:00:00Z', 100, 2],
    ['flexible', '2027-03-31T12:59:59Z', 100, 2],
    ['flexible', '2027-03-31T13:00:00Z', 100, 3],
    ['flexible', '2027-04-10T00:00:00Z', 100, 5],
    // Five days before in Paris is still winter time: 15:00 there is 14:00 UTC.
    ['moderate', '2027-03-25T13:59:59Z', 100, 0],
    ['moderate', '2027-03-25T14:00:00Z', 50, 1],
    ['moderate', '2027-03-30T13:00:00Z', 50, 2],
    ['limited', '2027-03-16T13:59:59Z', 100, 0],
    ['limited', '2027-03-16T14:00:00Z', 50, 0],
    ['limited', '2027-03-23T13:59:59Z', 50, 0],
    ['limited', '2027-03-23T14:00:00Z', 0, 0],
    ['firm', '2027-02-28T13:59:59Z', 100, 0],
    ['firm', '2027-02-28T14:00:00Z', 50, 0],
    ['firm', '2027-03-23T14:00:00Z', 0, 0],
    ['strict', '2026-03-23T14:00:00Z', 50, 0],
    ['strict', '2027-03-23T14:00:00Z', 0, 0],
    ['non_refundable', '2026-03-23T14:00:00Z', 0, 0],
    ['long_stay', '2027-02-28T13:59:59Z', 100, 0],
    ['long_stay', '2027-02-28T14:00:00Z', 100, 5],
  ])('under %s at %s refund %i %% of the nights after the first %i', (code, now, refundPercent, keptNights) => {
    expect(terms(code, now)).toMatchObject({ rule: 'step', refundPercent, keptNights });
  });

  it('begin the stay at check-in time', () => {
    expect(terms('strict', '2027-03-30T12:59:59Z').hasBegun).toBe(false);
    expect(terms('strict', '2027-03-30T13:00:00Z').hasBegun).toBe(true);
  });
});

describe('the grace period', () => {
  const sevenDaysBefore = new Date('2027-03-23T14:00:00Z');

  it('refunds everything within a day of a confirmation seven days before check-in', () => {
    expect(terms('strict', '2027-03-24T13:59:59Z', sevenDaysBefore)).toEqual({
      rule: 'grace',
      refundPercent: 100,
      keptNights: 0,
      hasBegun: false,
      validUntil: new Date('2027-03-24T14:00:00Z'),
    });
  });

  it('ends after a day', () => {
    expect(terms('strict', '2027-03-24T14:00:00Z', sevenDaysBefore)).toMatchObject({ rule: 'step', refundPercent: 0 });
  });

  it('is not given for a confirmation any later', () => {
    const later = new Date(sevenDaysBefore.getTime() + 1);
    expect(terms('strict', '2027-03-23T15:00:00Z', later)).toMatchObject({ rule: 'step', refundPercent: 0 });
  });

  it('is not given by the non-refundable policy', () => {
    const confirmed = new Date('2027-01-01T00:00:00Z');
    expect(terms('non_refundable', '2027-01-01T00:00:01Z', confirmed)).toMatchObject({
      rule: 'step',
      refundPercent: 0,
    });
  });
});

describe('the end of the terms', () => {
  it.each<[CancellationPolicyCode, string, string | null]>([
    ['firm', '2027-01-01T00:00:00Z', '2027-02-28T14:00:00.000Z'],
    ['firm', '2027-03-01T00:00:00Z', '2027-03-23T14:00:00.000Z'],
    ['firm', '2027-03-24T00:00:00Z', '2027-03-30T13:00:00.000Z'],
    ['firm', '2027-03-31T00:00:00Z', null],
    ['flexible', '2027-03-29T13:00:00Z', '2027-03-30T13:00:00.000Z'],
    ['flexible', '2027-03-31T00:00:00Z', '2027-03-31T13:00:00.000Z'],
    ['flexible', '2027-04-02T13:00:00Z', null],
  ])('under %s at %s is %s', (code, now, validUntil) => {
    expect(terms(code, now).validUntil?.toISOString() ?? null).toBe(validUntil);
  });

  it('is never before anything changes', () => {
    const codes = fc.constantFrom(...Object.values(cancellationPolicies));
    const hours = fc.integer({ min: -200, max: 1000 });
    fc.assert(
      fc.property(codes, hours, hours, (policy, hoursBefore, sooner) => {
        const at = (before: number) => new Date(Date.parse('2027-03-30T13:00:00Z') - before * 3_600_000);
        const now = termsAt(policy, paris, longAgo, at(hoursBefore));
        const later = termsAt(policy, paris, longAgo, at(hoursBefore - Math.abs(sooner)));
        const isStillValid = now.validUntil === null || at(hoursBefore - Math.abs(sooner)) < now.validUntil;
        if (isStillValid && now.refundPercent > 0 && now.keptNights < 5) expect(later).toEqual(now);
        if (isStillValid) expect(later.hasBegun).toBe(now.hasBegun);
      }),
      { numRuns: 500 },
    );
  });
});

/** The policies said again: how many halves of nights are refunded, `hours` before a check-in in UTC. */
const halvesRefunded: Record<CancellationPolicyCode, (hours: number, nights: number, stayed: number) => number> = {
  flexible: (hours, nights, stayed) => (hours > 24 ? 2 * nights : 2 * Math.max(nights - stayed - 1, 0)),
  moderate: (hours, nights, stayed) => (hours > 120 ? 2 * nights : Math.max(nights - stayed - 1, 0)),
  limited: (hours, nights) => (hours > 336 ? 2 * nights : hours > 168 ? nights : 0),
  firm: (hours, nights) => (hours > 720 ? 2 * nights : hours > 168 ? nights : 0),
  strict: (hours, nights) => (hours > 168 ? nights : 0),
  non_refundable: () => 0,
  long_stay: (hours, nights, stayed) => (hours > 720 ? 2 * nights : 2 * Math.max(nights - stayed - 30, 0)),
};

describe('every policy, at any time', () => {
  it('refunds as many nights as its other formulation says', () => {
    const codes = fc.constantFrom(...(Object.keys(cancellationPolicies) as CancellationPolicyCode[]));
    const cases = fc.tuple(codes, fc.integer({ min: -1500, max: 1000 }), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(cases, ([code, hours, nights]) => {
        const stay = stayOf('2027-03-30', addDays('2027-03-30', nights));
        const now = new Date(Date.parse('2027-03-30T15:00:00Z') - hours * 3_600_000);
        const placed = { stay, checkInTime: '15:00', zone: 'UTC' };
        const { refundPercent, keptNights } = termsAt(cancellationPolicies[code], placed, longAgo, now);
        const stayed = hours > 0 ? 0 : Math.min(nights, Math.floor(-hours / 24) + 1);
        expect(((nights - keptNights) * refundPercent) / 50).toBe(halvesRefunded[code](hours, nights, stayed));
      }),
      { numRuns: 2000 },
    );
  });
});
