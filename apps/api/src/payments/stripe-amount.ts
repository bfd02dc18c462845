import type { Money } from '#money';

/**
 * Where Stripe's amounts are not ISO 4217's minor units (https://docs.stripe.com/currencies#special-cases): krónur and
 * Ugandan shillings are written with two decimals that must be 00, and of three decimals the last must be 0.
 */
const WRITTEN_WITH_DECIMALS = new Set(['ISK', 'UGX']);
const LAST_DECIMAL_IS_ZERO = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** The amount as Stripe's API wants it. */
export function toStripeAmount({ amount, currency }: Money): number {
  return WRITTEN_WITH_DECIMALS.has(currency) ? amount * 100 : amount;
}

/** An amount of Stripe's API in minor units. */
export function fromStripeAmount(amount: number, currency: string): number {
  return WRITTEN_WITH_DECIMALS.has(currency) ? Math.round(amount / 100) : amount;
}

/** The least amount, not below `amount`, that a card can be charged or given back. */
export function roundedUpForCards({ amount, currency }: Money): number {
  return LAST_DECIMAL_IS_ZERO.has(currency) ? Math.ceil(amount / 10) * 10 : amount;
}
