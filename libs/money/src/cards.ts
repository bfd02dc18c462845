import type { Money } from './money.js';

/** Currencies of three decimals, of which cards know two (https://docs.stripe.com/currencies#three-decimal). */
const LAST_DECIMAL_IS_ZERO = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** The least amount, not below `amount`, that a card can be charged or given back. */
export function roundedUpForCards({ amount, currency }: Money): number {
  return LAST_DECIMAL_IS_ZERO.has(currency) ? Math.ceil(amount / 10) * 10 : amount;
}
