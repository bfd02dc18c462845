/**
 * The currencies in use, by the number of decimals of their minor unit: ISO 4217, list one as of 2026 (without funds,
 * metals and withdrawn codes). A table of our own, because the runtime's `Intl` shows several of them with fewer
 * decimals than ISO 4217 counts (ICU says 0 for IQD, RSD, SOS and others), and because what a stored amount means must
 * not change with a new version of Node.
 *
 * One entry is Stripe's instead of ISO's: MGA, which ISO gives two decimals though its unit divides by five, and Stripe
 * takes whole (https://docs.stripe.com/currencies#zero-decimal). For ISK and UGX Stripe's API expects amounts times a
 * hundred although both have no minor unit: that is for the code that calls Stripe to convert, not a property of money.
 */
const CODES_BY_EXPONENT: Record<Exponent, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF',
  2: [
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE',
    'CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR',
    'KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN',
    'PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD',
    'TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG',
  ].join(' '),
  3: 'BHD IQD JOD KWD LYD OMR TND',
};

/** How many decimals a currency's minor unit has. */
export type Exponent = 0 | 2 | 3;

const exponents = new Map<string, Exponent>();
for (const exponent of [0, 2, 3] as const) {
  for (const code of CODES_BY_EXPONENT[exponent].split(' ')) exponents.set(code, exponent);
}

/** Every currency that an amount may have: ISO 4217 codes in capitals, sorted. */
export const currencies: readonly string[] = [...exponents.keys()].sort();

/** Whether `code` is a currency in use, e.g. `EUR`; small letters are not. */
export function isCurrency(code: string): boolean {
  return exponents.has(code);
}

/** The decimals of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD. @throws RangeError for an unknown code */
export function currencyExponent(currency: string): Exponent {
  const exponent = exponents.get(currency);
  if (exponent === undefined) throw new RangeError(`Unknown currency: ${currency}`);
  return exponent;
}
