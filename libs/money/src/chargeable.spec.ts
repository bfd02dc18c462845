import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chargeableUp, whyUnchargeable } from './chargeable.js';
import { currencies } from './currencies.js';
import { money } from './money.js';

describe('what Stripe can charge', () => {
  it.each([
    ['two decimals', 'EUR', 50, 99_999_999],
    ['two decimals, a least amount of its own', 'HUF', 17_500, 99_999_999],
    ['two decimals, no least amount that is known', 'KES', 1, 99_999_999],
    ['two decimals, twelve digits', 'IDR', 1, 999_999_999_999],
    ['no decimals', 'JPY', 50, 99_999_999],
    ['no decimals, written with two', 'ISK', 1, 999_999],
    ['three decimals, of which cards know two', 'KWD', 10, 99_999_990],
  ])('in a currency of %s: %s from %d to %d', (_class, currency, least, most) => {
    expect(whyUnchargeable(money(least, currency))).toBeUndefined();
    expect(whyUnchargeable(money(most, currency))).toBeUndefined();
    expect(whyUnchargeable(money(0, currency))).toMatchObject({ reason: 'too_small' });
    expect(whyUnchargeable(money(most + 10, currency))).toMatchObject({ reason: 'too_large' });
  });

  it.each([
    ['USD', 49, { reason: 'too_small', least: 50 }],
    ['USD', 100_000_000, { reason: 'too_large', most: 99_999_999 }],
    ['ISK', 1_000_000, { reason: 'too_large', most: 999_999 }],
    ['KWD', 12_341, { reason: 'last_decimal' }],
    ['IQD', 12_340, { reason: 'currency' }],
    ['SYP', 1000, { reason: 'currency' }],
  ])('is not %s %d', (currency, amount, why) => {
    expect(whyUnchargeable(money(amount, currency))).toEqual(why);
  });

  it('can be said of every currency and amount', () => {
    fc.assert(
      fc.property(fc.constantFrom(...currencies), fc.nat(2_000_000_000), (currency, amount) => {
        const why = whyUnchargeable(money(chargeableUp(money(amount, currency)), currency));
        expect(['currency', 'too_small', 'too_large', undefined]).toContain(why?.reason);
      }),
    );
  });
});

describe('an amount that can be charged', () => {
  it.each([
    ['KWD', 12_341, 12_350],
    ['KWD', 12_340, 12_340],
    ['EUR', 12_341, 12_341],
  ])('above %s %d is %d', (currency, amount, up) => {
    expect(chargeableUp(money(amount, currency))).toBe(up);
  });
});
