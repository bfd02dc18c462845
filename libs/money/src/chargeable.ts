import type { Money } from './money.js';
import { toStripeAmount } from './stripe-amount.js';

/** Currencies in use in which Stripe charges nobody (https://docs.stripe.com/currencies#presentment-currencies). */
const NOT_TAKEN = new Set('BTN CUP ERN GHS IQD IRR KPW LYD MRU SDG SSP STN SVC SYP TMT VES XCG ZWG'.split(' '));

/** Of their three decimals the last must be 0 (…/currencies#three-decimal): 5.124 KWD is charged as 5.120 or 5.130. */
const LAST_DECIMAL_IS_ZERO = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/**
 * The least that is charged (…/currencies#minimum-and-maximum-charge-amounts), in minor units, where it is settled in
 * the same currency. In all others Stripe asks for the worth of the settlement currency's minimum, which changes with
 * the rate of the day: only Stripe knows that one.
 */
const LEAST: Readonly<Record<string, number>> = {
  USD: 50,
  AED: 200,
  AUD: 50,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  CZK: 1500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  INR: 50,
  JPY: 50,
  MXN: 1000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  RON: 200,
  SEK: 300,
  SGD: 50,
  THB: 1000,
};

/** Eight digits of Stripe's units; twelve for rupiahs. */
const MOST = 99_999_999;
const MOST_RUPIAHS = 999_999_999_999;

/** Why Stripe cannot charge an amount; limits in minor units. */
export type Unchargeable =
  | { readonly reason: 'currency' }
  | { readonly reason: 'too_small'; readonly least: number }
  | { readonly reason: 'too_large'; readonly most: number }
  | { readonly reason: 'last_decimal' };

/** Whether cards are charged in this currency at all. */
export function isChargeableCurrency(currency: string): boolean {
  return !NOT_TAKEN.has(currency);
}

/**
 * Why Stripe cannot charge the amount, as far as its documentation says so; undefined when it can. `is_chargeable` in SQL
 * says the same.
 */
export function whyUnchargeable(value: Money): Unchargeable | undefined {
  const { amount, currency } = value;
  if (!isChargeableCurrency(currency)) return { reason: 'currency' };
  const least = LEAST[currency] ?? 1;
  if (amount < least) return { reason: 'too_small', least };
  const most = mostOf(currency);
  if (amount > most) return { reason: 'too_large', most };
  return chargeableUp(value) === amount ? undefined : { reason: 'last_decimal' };
}

/** The most that is charged, in minor units. */
function mostOf(currency: string): number {
  const most = currency === 'IDR' ? MOST_RUPIAHS : MOST;
  return Math.floor(most / toStripeAmount({ amount: 1, currency }));
}

/** The least amount, not below `amount`, whose last digit Stripe can charge or give back. */
export function chargeableUp({ amount, currency }: Money): number {
  return LAST_DECIMAL_IS_ZERO.has(currency) ? Math.ceil(amount / 10) * 10 : amount;
}
