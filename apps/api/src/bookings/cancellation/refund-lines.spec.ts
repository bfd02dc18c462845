import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { refundLines, type ChargedLine, type LineTerms } from './refund-lines.js';

const night = (date: string, amount: number): ChargedLine => ({ kind: 'night', description: date, date, amount });
const line = (kind: ChargedLine['kind'], amount: number): ChargedLine => ({ kind, description: kind, amount });

/** Four nights of different prices, 400.00 together. */
const stay: ChargedLine[] = [
  night('2027-03-01', 5000),
  night('2027-03-02', 10_000),
  night('2027-03-03', 15_000),
  night('2027-03-04', 10_000),
  line('discount', -4000),
  line('cleaning', 3000),
  line('extra_guest', 2000),
  line('pet', 1001),
  line('guest_service_fee', 5880),
  { ...line('tax', 3600), chargedOn: ['night', 'discount'] },
  { ...line('tax', 301), chargedOn: ['cleaning'] },
  line('tax', 100),
];

function refunds(refundPercent: number, keptNights: number, hasBegun: boolean, lines = stay): number[] {
  return refundLines(lines, { refundPercent, keptNights, hasBegun }).map(({ refund }) => refund);
}

describe('the lines of a refund', () => {
  it('give everything back', () => {
    expect(refunds(100, 0, false)).toEqual(stay.map(({ amount }) => amount));
  });

  it('give back cleaning and the pet fee alone when no night is refunded before check-in', () => {
    expect(refunds(0, 0, false)).toEqual([0, 0, 0, 0, 0, 3000, 0, 1001, 0, 0, 301, 8]);
  });

  it('give back nothing when no night is refunded after check-in', () => {
    expect(refunds(0, 1, true)).toEqual(stay.map(() => 0));
  });

  it('give back half, and cleaning whole, before check-in', () => {
    expect(refunds(50, 0, false)).toEqual([2500, 5000, 7500, 5000, -2000, 3000, 1000, 1001, 2940, 1800, 301, 54]);
  });

  it('keep the first nights whole, and let the rest follow their share of money', () => {
    expect(refunds(100, 2, true)).toEqual([0, 0, 15_000, 10_000, -2500, 0, 1250, 0, 3675, 2250, 0, 57]);
  });

  it('keep the first nights and half of the rest', () => {
    expect(refunds(50, 2, true)).toEqual([0, 0, 7500, 5000, -1250, 0, 625, 0, 1838, 1125, 0, 29]);
  });

  it('find the first nights by date, wherever they stand', () => {
    const shuffled = [...stay].reverse();
    expect(refunds(100, 2, true, shuffled)).toEqual(refunds(100, 2, true).reverse());
  });

  it('share by the number of nights where they were free', () => {
    const free = [
      night('2027-03-01', 0),
      night('2027-03-02', 0),
      { ...line('tax', 400), chargedOn: ['night' as const] },
    ];
    expect(refunds(100, 1, true, free)).toEqual([0, 0, 200]);
  });

  it('say what was paid and what is kept', () => {
    expect(refundLines(stay, { refundPercent: 50, keptNights: 0, hasBegun: false })[0]).toEqual({
      kind: 'night',
      description: '2027-03-01',
      paid: 5000,
      refund: 2500,
      kept: 2500,
    });
  });

  it('never give back more than was paid nor less than nothing, on any line', () => {
    const allTerms: fc.Arbitrary<LineTerms> = fc.record({
      refundPercent: fc.constantFrom(0, 50, 100),
      keptNights: fc.nat(4),
      hasBegun: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(fc.nat(100), { minLength: 12, maxLength: 12 }), allTerms, (amounts, terms) => {
        const discount = 0 - ((amounts[4] ?? 0) % (1 + amounts.slice(0, 4).reduce((all, amount) => all + amount, 0)));
        const lines = stay.map((each, index) => ({ ...each, amount: index === 4 ? discount : (amounts[index] ?? 0) }));
        for (const { paid, refund, kept } of refundLines(lines, terms)) {
          expect(refund + kept).toBe(paid);
          expect(Math.min(0, paid) <= refund && refund <= Math.max(0, paid)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
