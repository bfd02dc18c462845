import type { Money } from './money.js';

/**
 * Where Stripe's amounts are not ISO 4217's minor units (https://docs.stripe.com/currencies#special-cases): krónur and
 * Ugandan shillings are written with two decimals that must be 00.
 */
const WRITTEN_WITH_DECIMALS = new Set(['ISK', 'UGX']);

/** The amount as Stripe's API wants it. */
export function toStripeAmount({ amount, currency }: Money): number {
  return WRITTEN_WITH_DECIMALS.has(currency) ? amount * 100 : amount;
}

/** An amount of Stripe's API in minor units. */
export function fromStripeAmount(amount: number, currency: string): number {
  return WRITTEN_WITH_DECIMALS.has(currency) ? Math.round(amount / 100) : amount;
}
