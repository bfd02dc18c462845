/** Countries by the currency that they price in: those whose cities Inside Airbnb publishes, and their neighbours. */
const COUNTRIES_OF: Readonly<Record<string, string>> = {
  EUR: 'AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK MC SM VA AD ME',
  USD: 'US PR EC SV PA VI GU',
  GBP: 'GB',
  CHF: 'CH LI',
  DKK: 'DK',
  NOK: 'NO',
  SEK: 'SE',
  CZK: 'CZ',
  HUF: 'HU',
  PLN: 'PL',
  RON: 'RO',
  BGN: 'BG',
  ISK: 'IS',
  TRY: 'TR',
  UAH: 'UA',
  CAD: 'CA',
  MXN: 'MX',
  BZD: 'BZ',
  CRC: 'CR',
  BRL: 'BR',
  ARS: 'AR',
  CLP: 'CL',
  COP: 'CO',
  PEN: 'PE',
  UYU: 'UY',
  AUD: 'AU',
  NZD: 'NZ',
  JPY: 'JP',
  CNY: 'CN',
  HKD: 'HK',
  TWD: 'TW',
  KRW: 'KR',
  SGD: 'SG',
  THB: 'TH',
  IDR: 'ID',
  MYR: 'MY',
  PHP: 'PH',
  VND: 'VN',
  INR: 'IN',
  ZAR: 'ZA',
  MAD: 'MA',
  EGP: 'EG',
  KES: 'KE',
  ILS: 'IL',
  AED: 'AE',
  KWD: 'KW',
  BHD: 'BH',
  QAR: 'QA',
  SAR: 'SA',
  JOD: 'JO',
};

/** The currency in which places of a country (ISO 3166 code) are priced, when we know it. */
export function currencyOfCountry(country: string): string | undefined {
  return Object.entries(COUNTRIES_OF).find(([, countries]) => countries.split(' ').includes(country))?.[0];
}

/**
 * The country at a point (degrees), or undefined at sea and where a zone is shared. By the unmerged zones: those that
 * libs/dates uses are the same for countries whose clocks agree since 1970, as in Amsterdam and Brussels.
 */
export async function countryAt(latitude: number, longitude: number): Promise<string | undefined> {
  const { find } = await import('geo-tz/all');
  const countries = new Set(
    find(latitude, longitude).flatMap((zone) => countriesOfZones().get(canonicalZone(zone)) ?? []),
  );
  return countries.size === 1 ? [...countries][0] : undefined;
}

let known: Map<string, string[]> | undefined;

/** From the CLDR tables that Node carries: the zones of every region code that is in use. */
function countriesOfZones(): Map<string, string[]> {
  if (known) return known;
  known = new Map();
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  for (const country of letters.flatMap((first) => letters.map((second) => first + second))) {
    for (const zone of zonesOf(country)) {
      known.set(zone, [...(known.get(zone) ?? []), country]);
    }
  }
  return known;
}

/** ECMA-402's Intl Locale Info: in Node, but not yet in TypeScript's library. */
type LocaleWithZones = Intl.Locale & { getTimeZones?(): string[] | undefined };

function zonesOf(country: string): string[] {
  const locale: LocaleWithZones = new Intl.Locale(`und-${country}`);
  // Codes of countries that are no more become those of their successors: AN is CW.
  return locale.region === country ? (locale.getTimeZones?.() ?? []).map(canonicalZone) : [];
}

/** One name for a zone that has several: Asia/Kolkata was Asia/Calcutta. */
function canonicalZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return zone;
  }
}
