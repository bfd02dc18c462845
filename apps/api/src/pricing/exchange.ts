import type { LocalDate } from '#dates';
import { currencyExponent, divideHalfUp, money, type Money } from '#money';

/** Enough for the last minor unit of a trillion of them. */
const SIGNIFICANT_DIGITS = 12;

/** A positive decimal number, exactly: `digits` / 10^`scale`. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** At which rate an amount was converted, and of which day it is. */
export interface ExchangeRate {
  /** units of the one currency for one unit of the other, as a plain decimal number */
  readonly rate: string;
  readonly date: LocalDate;
}

/**
 * Units of one currency for one of another, through the euro, as the reference rates of a day have both: rounded once, half
 * up, to twelve significant digits, and written without zeros at the end.
 * @param fromPerEuro units of the currency that is converted for one euro, as plain decimal numbers
 */
export function crossRate(fromPerEuro: string, toPerEuro: string): string {
  const [from, to] = [decimalOf(fromPerEuro), decimalOf(toPerEuro)];
  const numerator = to.digits * 10n ** BigInt(from.scale);
  const denominator = from.digits * 10n ** BigInt(to.scale);
  // The quotient has as many digits before its point as the numerator has more than the denominator, or one more.
  const estimated = String(numerator).length - String(denominator).length;
  const least = 10n ** BigInt(SIGNIFICANT_DIGITS - 1);
  const scale = SIGNIFICANT_DIGITS - estimated;
  const rounded = quotient(numerator, denominator, scale);
  return rounded < 10n * least
    ? decimalText({ digits: rounded, scale })
    : decimalText({ digits: quotient(numerator, denominator, scale - 1), scale: scale - 1 });
}

/**
 * An amount in another currency, rounded once, half up, to its minor unit.
 * @param rate units of `currency` for one unit of the amount's
 * @throws RangeError when it grows beyond what is exact
 */
export function convert(amount: Money, currency: string, rate: string): Money {
  const { digits, scale } = decimalOf(rate);
  const numerator = BigInt(amount.amount) * digits * 10n ** BigInt(currencyExponent(currency));
  const denominator = 10n ** BigInt(scale + currencyExponent(amount.currency));
  return money(Number(divideHalfUp(numerator, denominator)), currency);
}

/** `numerator / denominator × 10^scale`, half up; a scale may be negative. */
function quotient(numerator: bigint, denominator: bigint, scale: number): bigint {
  return scale >= 0
    ? divideHalfUp(numerator * 10n ** BigInt(scale), denominator)
    : divideHalfUp(numerator, denominator * 10n ** BigInt(-scale));
}

function decimalOf(text: string): Decimal {
  const [whole = '', fraction = ''] = text.split('.');
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}

function decimalText({ digits, scale }: Decimal): string {
  if (scale <= 0) return String(digits * 10n ** BigInt(-scale));
  const text = String(digits).padStart(scale + 1, '0');
  const fraction = text.slice(-scale).replace(/0+$/, '');
  return fraction === '' ? text.slice(0, -scale) : `${text.slice(0, -scale)}.${fraction}`;
}
