import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, nightsOf, stayOf } from '#dates';
import { cancellationPolicies, type CancellationPolicyCode } from '../../properties/cancellation.rules.js';
import { type ChargedLine } from './refund-lines.js';
import { refundFor, type Cancellation } from './refund.js';

const CHECK_IN = Date.parse('2027-03-30T13:00:00Z');
const paris = { stay: stayOf('2027-03-30', '2027-04-03'), checkInTime: '15:00', zone: 'Europe/Paris' };
/** Four nights at 100.00, cleaning 40.00, service fee 61.60, tax of 10 % on the nights: 541.60. */
const lines: ChargedLine[] = [
  ...nightsOf(paris.stay).map((date) => ({ kind: 'night' as const, description: date, date, amount: 10_000 })),
  { kind: 'cleaning', description: 'Cleaning', amount: 4000 },
  { kind: 'guest_service_fee', description: 'Service fee', amount: 6160 },
  { kind: 'tax', description: 'Tax', amount: 4000, chargedOn: ['night'] },
];

function cancellation(
  code: CancellationPolicyCode,
  hoursBefore: number,
  more: Partial<Cancellation> = {},
): Cancellation {
  return {
    ...paris,
    policy: cancellationPolicies[code],
    lines,
    paid: 54_160,
    confirmedAt: new Date('2026-12-01T00:00:00Z'),
    now: new Date(CHECK_IN - hoursBefore * 3_600_000),
    cancelledBy: 'guest',
    ...more,
  };
}

describe('refundFor', () => {
  it.each<[CancellationPolicyCode, number, number, number]>([
    ['flexible', 25, 54_160, 0],
    ['flexible', 23, 41_620, 10_000],
    ['flexible', -1, 25_080, 24_000],
    ['flexible', -100, 0, 44_000],
    ['moderate', 122, 54_160, 0],
    ['moderate', 23, 22_810, 25_000],
    ['moderate', -1, 12_540, 34_000],
    ['limited', 338, 54_160, 0],
    ['limited', 335, 29_080, 20_000],
    ['limited', 100, 4000, 40_000],
    ['firm', 722, 54_160, 0],
    ['firm', 700, 29_080, 20_000],
    ['firm', 100, 4000, 40_000],
    ['strict', 2000, 29_080, 20_000],
    ['strict', 100, 4000, 40_000],
    ['strict', -1, 0, 44_000],
    ['non_refundable', 2000, 4000, 40_000],
    ['non_refundable', -1, 0, 44_000],
  ])('under %s, %i hours before check-in, refunds %i and leaves the host %i', (code, hours, refund, hostKeeps) => {
    expect(refundFor(cancellation(code, hours))).toMatchObject({ refund, hostKeeps });
  });

  it('refunds everything when the host cancels, even in the middle of the stay', () => {
    const refund = refundFor(cancellation('non_refundable', -30, { cancelledBy: 'host' }));
    expect(refund).toMatchObject({ refund: 54_160, hostKeeps: 0, validUntil: null });
    expect(refund.lines.every(({ kept }) => kept === 0)).toBe(true);
    expect(refund.explanation.map(({ code }) => code)).toEqual(['host_cancelled']);
  });

  it('refunds everything in the grace period, and says so', () => {
    const confirmedAt = new Date(CHECK_IN - 200 * 3_600_000);
    const refund = refundFor(cancellation('strict', 180, { confirmedAt }));
    expect(refund).toMatchObject({ refund: 54_160, validUntil: new Date(CHECK_IN - 176 * 3_600_000) });
    expect(refund.explanation).toEqual([
      {
        code: 'grace',
        text: 'Everything is refunded within 24 hours of the confirmation, which was at least 7 days before check-in.',
      },
    ]);
  });

  it('explains each rule that was applied', () => {
    const texts = (code: CancellationPolicyCode, hours: number) =>
      refundFor(cancellation(code, hours)).explanation.map(({ text }) => text);
    expect(texts('moderate', -25)).toEqual([
      'Policy moderate: the host keeps the first 3 nights, and 50 % of the rest is refunded.',
      'Cleaning is kept: the stay has begun.',
      'The service fee is refunded in the share of the nights.',
      'Taxes are refunded in the share of what they were charged on.',
    ]);
    expect(texts('flexible', 23)[0]).toBe('Policy flexible: the host keeps the first night, and the rest is refunded.');
    expect(texts('flexible', 25)[0]).toBe('Policy flexible: all nights are refunded.');
    expect(texts('firm', 700)[0]).toBe('Policy firm: 50 % of all nights is refunded.');
    expect(texts('firm', 2)).toContain('Cleaning is refunded: the stay has not begun.');
    expect(texts('firm', 2)[0]).toBe('Policy firm: no night is refunded.');
  });

  it('takes off what was refunded before', () => {
    const refund = refundFor(cancellation('strict', 2000, { paid: 50_000 }));
    expect(refund.refund).toBe(29_080 - 4160);
    expect(refund.lines.at(-1)).toEqual({
      kind: 'refunded_before',
      description: 'Refunded before',
      paid: -4160,
      refund: -4160,
      kept: 0,
    });
    expect(refund.hostKeeps).toBe(20_000);
  });

  it('refunds nothing when more was refunded before than the terms give, at the expense of the host', () => {
    expect(refundFor(cancellation('strict', -1, { paid: 24_160 }))).toMatchObject({ refund: 0, hostKeeps: 14_000 });
  });

  it.each([-1, 54_161])('refuses that %i was paid', (paid) => {
    expect(() => refundFor(cancellation('strict', 1, { paid }))).toThrow(RangeError);
  });
});

const codes = fc.constantFrom(...(Object.keys(cancellationPolicies) as CancellationPolicyCode[]));
const hours = fc.integer({ min: -1000, max: 1500 });
const cents = fc.nat(50_000);
/** Any price of up to 35 nights: a discount of at most the nights, fees, and a tax on each base. */
const prices = fc
  .record({
    nights: fc.array(cents, { minLength: 1, maxLength: 35 }),
    discountPercent: fc.nat(100),
    fees: fc.tuple(cents, cents, cents, cents, cents, cents, cents),
  })
  .map(({ nights, discountPercent, fees }) => priced(nights, discountPercent, fees));

describe('any refund', () => {
  it('is between nothing and what was paid, and the sum of its lines', () => {
    fc.assert(
      fc.property(prices, codes, hours, fc.nat(100), (price, code, hoursBefore, paidPercent) => {
        const paid = Math.floor((price.paid * paidPercent) / 100);
        const refund = refundFor(cancellation(code, hoursBefore, { ...price, paid }));
        expect(refund.refund).toBeGreaterThanOrEqual(0);
        expect(refund.refund).toBeLessThanOrEqual(paid);
        expect(refund.lines.reduce((all, line) => all + line.refund, 0)).toBe(refund.refund);
        expect(refund.lines.reduce((all, line) => all + line.paid, 0)).toBe(paid);
        expect(refund.refund + refund.hostKeeps).toBeLessThanOrEqual(paid);
      }),
      { numRuns: 500 },
    );
  });

  it('is never more for cancelling later, once the grace period is over', () => {
    fc.assert(
      fc.property(prices, codes, hours, fc.nat(1000), (price, code, hoursBefore, delay) => {
        const sooner = refundFor(cancellation(code, hoursBefore, price));
        const later = refundFor(cancellation(code, hoursBefore - delay, price));
        expect(later.refund).toBeLessThanOrEqual(sooner.refund);
        expect(later.hostKeeps).toBeGreaterThanOrEqual(sooner.hostKeeps);
      }),
      { numRuns: 500 },
    );
  });

  it('is everything when the host cancels, whenever and under whatever policy', () => {
    fc.assert(
      fc.property(prices, codes, hours, (price, code, hoursBefore) => {
        const refund = refundFor(cancellation(code, hoursBefore, { ...price, cancelledBy: 'host' }));
        expect(refund).toMatchObject({ refund: price.paid, hostKeeps: 0 });
      }),
    );
  });
});

function priced(nights: readonly number[], discountPercent: number, fees: readonly number[]) {
  const stay = stayOf('2027-03-30', addDays('2027-03-30', nights.length));
  const sum = nights.reduce((all, amount) => all + amount, 0);
  const bases: ChargedLine['kind'][][] = [
    ['night', 'discount'],
    ['night', 'discount', 'cleaning'],
    ['guest_service_fee'],
  ];
  const all: ChargedLine[] = [
    ...nightsOf(stay).map((date, index) => ({
      kind: 'night' as const,
      description: date,
      date,
      amount: nights[index] ?? 0,
    })),
    { kind: 'discount', description: 'Discount', amount: 0 - Math.floor((sum * discountPercent) / 100) },
    ...(['cleaning', 'extra_guest', 'pet', 'guest_service_fee'] as const).map((kind, index) => ({
      kind,
      description: kind,
      amount: fees[index] ?? 0,
    })),
    ...bases.map((chargedOn, index) => ({
      kind: 'tax' as const,
      description: 'Tax',
      amount: fees[index + 4] ?? 0,
      chargedOn,
    })),
  ];
  return { stay, lines: all, paid: all.reduce((paid, { amount }) => paid + amount, 0) };
}
