import { describe, expect, it } from '@jest/globals';
import { money } from './money.js';
import { fromStripeAmount, toStripeAmount } from './stripe-amount.js';

describe("Stripe's amounts", () => {
  it.each([
    ['EUR', 1234, 1234],
    ['JPY', 1234, 1234],
    ['ISK', 1234, 123_400],
    ['UGX', 50_000, 5_000_000],
    ['KWD', 12_340, 12_340],
  ])('of %s %d are %d, and the same way back', (currency, amount, stripeAmount) => {
    expect(toStripeAmount(money(amount, currency))).toBe(stripeAmount);
    expect(fromStripeAmount(stripeAmount, currency)).toBe(amount);
  });
});
