import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cancellationPolicies, type CancellationPolicyCode } from '../../properties/cancellation.rules.js';
import { refundFor } from './refund.js';
import type { ChargedLine } from './refund-lines.js';
import { sharesOfPrice, sharesOfRefund, type BookedPrice } from './shares.js';

const nights = (amounts: number[]): ChargedLine[] =>
  amounts.map((amount, index) => ({
    kind: 'night',
    description: 'Night',
    date: `2027-03-0${index + 1}`,
    amount,
  }));

const somePrice: fc.Arbitrary<BookedPrice & { lines: ChargedLine[] }> = fc
  .record({
    nightly: fc.array(fc.integer({ min: 100, max: 100_000 }), { minLength: 1, maxLength: 7 }),
    cleaning: fc.integer({ min: 0, max: 20_000 }),
    fee: fc.integer({ min: 0, max: 20_000 }),
    tax: fc.integer({ min: 0, max: 20_000 }),
    hostFeePercent: fc.integer({ min: 0, max: 20 }),
  })
  .map(({ nightly, cleaning, fee, tax, hostFeePercent }) => {
    const lines: ChargedLine[] = [
      ...nights(nightly),
      { kind: 'cleaning', description: 'Cleaning', amount: cleaning },
      { kind: 'guest_service_fee', description: 'Fee', amount: fee },
      { kind: 'tax', description: 'Tax', amount: tax, chargedOn: ['night'] },
    ];
    const stay = nightly.reduce((total, amount) => total + amount, cleaning);
    return { lines, total: stay + fee + tax, hostTotal: stay - Math.round((stay * hostFeePercent) / 100) };
  });

function refundOf(
  price: BookedPrice & { lines: ChargedLine[] },
  by: 'guest' | 'host',
  code: CancellationPolicyCode,
  day: number,
) {
  const stay = {
    checkIn: '2027-03-01',
    checkOut: `2027-03-0${1 + price.lines.filter(({ kind }) => kind === 'night').length}`,
  };
  return refundFor({
    policy: cancellationPolicies[code],
    lines: price.lines,
    paid: price.total,
    stay,
    checkInTime: '15:00',
    zone: 'UTC',
    confirmedAt: new Date('2026-12-01T00:00:00Z'),
    now: new Date(Date.UTC(2027, 1, day)),
    cancelledBy: by,
  });
}

const someDay = fc.integer({ min: -60, max: 40 });
const somePolicy = fc.constantFrom(...(Object.keys(cancellationPolicies) as CancellationPolicyCode[]));

describe('the shares of a price', () => {
  it('sum to it', () => {
    fc.assert(
      fc.property(somePrice, (price) => {
        const { host, platform, tax } = sharesOfPrice(price);
        expect(host + platform + tax).toBe(price.total);
      }),
    );
  });
});

describe('the shares of a refund', () => {
  it('sum to it, whatever the policy and the day', () => {
    fc.assert(
      fc.property(somePrice, somePolicy, someDay, (price, code, day) => {
        const refund = refundOf(price, 'guest', code, day);
        const { host, platform, tax } = sharesOfRefund(refund, price);
        expect(host + platform + tax).toBe(refund.refund);
      }),
    );
  });

  it('take nobody below nothing', () => {
    fc.assert(
      fc.property(somePrice, somePolicy, someDay, (price, code, day) => {
        const back = sharesOfRefund(refundOf(price, 'guest', code, day), price);
        const had = sharesOfPrice(price);
        expect(back.host).toBeLessThanOrEqual(had.host);
        expect(back.tax).toBeLessThanOrEqual(had.tax);
        expect(back.platform).toBeLessThanOrEqual(had.platform + 1);
      }),
    );
  });

  it('are those of the price when the host cancels', () => {
    fc.assert(
      fc.property(somePrice, someDay, (price, day) => {
        expect(sharesOfRefund(refundOf(price, 'host', 'strict', day), price)).toEqual(sharesOfPrice(price));
      }),
    );
  });
});
