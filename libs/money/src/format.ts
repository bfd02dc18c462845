import { currencyExponent } from './currencies.js';
import { money, type Money } from './money.js';

const formats = new Map<string, Intl.NumberFormat>();

/** An amount as people write it in `locale` (BCP 47), e.g. `€1,234.50`, with all the decimals of its currency. */
export function formatMoney(value: Money, locale = 'en'): string {
  return formatFor(value.currency, locale).format(toDecimal(value));
}

/** An amount as a plain decimal number, e.g. `-1234.50`, exact for any amount. */
export function toDecimal({ amount, currency }: Money): Intl.StringNumericLiteral {
  const exponent = currencyExponent(currency);
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = digits.slice(digits.length - exponent);
  return `${amount < 0 ? '-' : ''}${whole}${exponent > 0 ? '.' : ''}${fraction}` as Intl.StringNumericLiteral;
}

/**
 * Reads a plain decimal number (`1234.5`, `-7`) as an amount. `undefined` when it is not one, has more decimals than
 * the currency (other than zeros), or is too large. Signs of currency and thousands are for the caller to take off.
 */
export function parseDecimal(text: string, currency: string): Money | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const exponent = currencyExponent(currency);
  if (/[^0]/.test(fraction.slice(exponent))) return undefined;
  const amount = Number(sign + whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
  return Number.isSafeInteger(amount) ? money(amount, currency) : undefined;
}

function formatFor(currency: string, locale: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  const known = formats.get(key);
  if (known) return known;
  const digits = currencyExponent(currency);
  const style = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  const format = new Intl.NumberFormat(locale, style);
  formats.set(key, format);
  return format;
}
