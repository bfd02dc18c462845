import { invalidRequest } from '../call/errors.js';

/** Presentment currencies, from https://docs.stripe.com/currencies. */
const SUPPORTED = new Set(
  (
    'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp ' +
    'cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk ' +
    'jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn ' +
    'nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std ' +
    'szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw'
  ).split(' '),
);

/** Amounts of these are in whole units: 500 is ¥500. */
const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
/** Three decimals, of which the last must be 0. */
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '));
/** Written with two decimals for old times' sake, though there are none: the amount must be a multiple of 100. */
const WHOLE_UNITS_ONLY = new Set(['isk', 'ugx']);

/**
 * The least that can be charged, in minor units, from
 * https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts.
 */
const MINIMUM: Readonly<Record<string, number>> = {
  usd: 50,
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
};
const MAXIMUM = 99_999_999;
/** Rupiahs may go to twelve digits. */
const LARGE_MAXIMUM = 999_999_999_999;
const LARGE = new Set(['idr']);

/**
 * Checks an amount in minor units of a currency as Stripe does.
 * @returns the currency in lower case
 * @throws StripeError 400 naming `currency` or `amount`
 */
export function checkAmount(amount: number, currencyText: string): string {
  const currency = currencyText.toLowerCase();
  if (!SUPPORTED.has(currency)) {
    const list = [...SUPPORTED].join(', ');
    throw invalidRequest(
      `Invalid currency: ${currencyText}. Stripe currently supports these currencies: ${list}`,
      'currency',
    );
  }
  const minimum = MINIMUM[currency] ?? 1;
  if (amount < minimum) {
    throw invalidRequest(`Amount must be at least ${amountText(minimum, currency)}`, 'amount', 'amount_too_small');
  }
  const maximum = LARGE.has(currency) ? LARGE_MAXIMUM : MAXIMUM;
  if (amount > maximum) {
    throw invalidRequest(`Amount must be no more than ${amountText(maximum, currency)}`, 'amount', 'amount_too_large');
  }
  const step = THREE_DECIMAL.has(currency) ? 10 : WHOLE_UNITS_ONLY.has(currency) ? 100 : 1;
  if (amount % step !== 0) {
    const message = `Invalid amount: amounts in ${currency} must be divisible by ${step}`;
    throw invalidRequest(message, 'amount', 'parameter_invalid_integer');
  }
  return currency;
}

const SYMBOLS: Readonly<Record<string, string>> = { usd: '$', eur: '€', gbp: '£', jpy: '¥' };

/** An amount as Stripe writes it in its messages: `$10.50`, `¥500`, `10.50 chf`. */
export function amountText(amount: number, currency: string): string {
  const decimals = ZERO_DECIMAL.has(currency) ? 0 : THREE_DECIMAL.has(currency) ? 3 : 2;
  const text = (amount / 10 ** decimals).toFixed(decimals);
  const symbol = SYMBOLS[currency];
  return symbol === undefined ? `${text} ${currency}` : `${symbol}${text}`;
}
