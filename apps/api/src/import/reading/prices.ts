import { currencyExponent } from '#money';

/** The most that a night may cost, in minor units (the database's own limit). */
const HIGHEST = 100_000_000_000;

/** A number with a symbol or a code before or after it, and nothing else. */
const AMOUNT = /^[^\d.,-]*(\d[\d.,\s'’]*)[^\d.,-]*$/;
const PLAIN = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/;
const CONTINENTAL = /^(\d+|\d{1,3}(?:\.\d{3})+)(?:,(\d*))?$/;

/** The symbols that mean one currency. A dollar may be anyone's: Inside Airbnb writes it for every city. */
const SYMBOLS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  '₺': 'TRY',
  '₩': 'KRW',
  '฿': 'THB',
  '₪': 'ILS',
};

/** The currency that a price's symbol alone tells, if it does. */
export function currencyOfSymbol(price: string): string | undefined {
  return Object.entries(SYMBOLS).find(([symbol]) => price.includes(symbol))?.[1];
}

/**
 * The minor units of a price as listings write it: `$1,234.00`, `€85`, `1.234,50 €`, `¥12,000`, `85`; rounded half up
 * where it has more decimals than the currency. Undefined when it is no price, nothing, or beyond what a night may cost.
 */
export function priceOf(text: string, currency: string): number | undefined {
  const digits = AMOUNT.exec(text)?.[1]?.replace(/[\s'’]/g, '') ?? '';
  const exponent = currencyExponent(currency);
  const parts = PLAIN.exec(digits);
  // "1.234" has three decimals in Kuwait, and is a thousand and more elsewhere.
  const plain = parts !== null && !(exponent < 3 && /^\d{1,3}\.\d{3}$/.test(digits));
  const [, whole, decimals = ''] = (plain ? parts : CONTINENTAL.exec(digits)) ?? [];
  if (whole === undefined) return undefined;
  const amount = minorUnits(whole.replace(/[.,]/g, ''), decimals, exponent);
  return amount > 0 && amount <= HIGHEST ? amount : undefined;
}

function minorUnits(whole: string, decimals: string, exponent: number): number {
  const kept = Number(whole + decimals.slice(0, exponent).padEnd(exponent, '0'));
  return decimals.charAt(exponent) >= '5' ? kept + 1 : kept;
}
