import { isCurrency } from './currencies.js';

/** An amount in integer minor units (cents for EUR, yen for JPY, fils for KWD); |amount| ≤ Number.MAX_SAFE_INTEGER. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/**
 * An amount of minor units in an ISO 4217 currency.
 * @throws RangeError when the amount is not a safe integer or the currency is unknown: both are faults of the program
 * by the time an amount is made, not bad input
 */
export function money(amount: number, currency: string): Money {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`Not an amount in minor units: ${amount}`);
  if (!isCurrency(currency)) throw new RangeError(`Unknown currency: ${currency}`);
  return { amount: amount + 0, currency };
}

/** `a + b`. @throws RangeError when the currencies differ or the sum is not a safe integer */
export function add(a: Money, b: Money): Money {
  refuseOtherCurrency(a, b);
  return money(a.amount + b.amount, a.currency);
}

/** `a − b`. @throws RangeError when the currencies differ or the difference is not a safe integer */
export function subtract(a: Money, b: Money): Money {
  refuseOtherCurrency(a, b);
  return money(a.amount - b.amount, a.currency);
}

/** `value × times`, for a whole number of times (nights, guests). @throws RangeError otherwise, or when it overflows */
export function multiply(value: Money, times: number): Money {
  if (!Number.isSafeInteger(times)) throw new RangeError(`Not a whole number of times: ${times}`);
  return money(value.amount * times, value.currency);
}

/** The sum of any number of amounts in `currency`; zero of none. @throws RangeError when one has another currency */
export function sum(values: readonly Money[], currency: string): Money {
  return values.reduce(add, money(0, currency));
}

function refuseOtherCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new RangeError(`Cannot combine ${a.currency} with ${b.currency}`);
}
