import { basename, resolve } from 'node:path';
import { StartupError } from '#config';
import { localDateAt, zoneAt, type LocalDate } from '#dates';
import { isChargeableCurrency, isCurrency } from '#money';
import { firstDate, sampleOf, type Sample } from './city-sample.js';
import { countryAt, currencyOfCountry } from './country.js';
import type { CsvFile } from './csv-file.js';
import { currencyOfSymbol } from './prices.js';

/** What may be said of a city; the rest is found out. */
export interface CityOptions {
  /** its name; else that of the folder: `new-york-city` is New York City */
  city?: string | undefined;
  /** state or province; else empty: listings do not tell it */
  region?: string | undefined;
  /** ISO 3166 code; else that of the first listing's time zone */
  country?: string | undefined;
  /** ISO 4217 code; else what the prices' symbol means, or what the country pays with */
  currency?: string | undefined;
}

/** What holds for all of a city's listings. */
export interface City {
  readonly name: string;
  readonly region: string;
  readonly country: string;
  readonly currency: string;
  /** begins the references to where things came from: `new-york-city` in `new-york-city:host:1` */
  readonly slug: string;
  /** when the city was looked at, at the city */
  readonly snapshot: LocalDate | undefined;
  /** today at the city */
  readonly today: LocalDate;
}

/**
 * What is to be known of the city in `dir` before its listings are taken.
 * @throws StartupError, in words for who imports, when its country or its currency has to be said
 */
export async function cityOf(
  dir: string,
  files: { listings: CsvFile; calendar: CsvFile | undefined },
  options: CityOptions,
  now: Date,
): Promise<City> {
  const name = options.city?.trim() ?? nameOfFolder(dir);
  const slug = slugOf(name);
  if (slug === '') throw new StartupError('The city needs a name: add --city NAME');
  const sample = await sampleOf(files.listings);
  const snapshot = sample.snapshot ?? (files.calendar && (await firstDate(files.calendar)));
  const country = await countryOf(sample, options);
  const currency = currencyOf(sample, country, options);
  const zone = sample.position ? await zoneAt(sample.position.latitude, sample.position.longitude) : 'UTC';
  return {
    name,
    region: options.region?.trim() ?? '',
    country,
    currency,
    slug,
    snapshot,
    today: localDateAt(now, zone),
  };
}

async function countryOf({ position }: Sample, { country: asked }: CityOptions): Promise<string> {
  const country = asked ?? (position && (await countryAt(position.latitude, position.longitude)));
  if (country === undefined)
    throw new StartupError('The listings do not tell their country: add --country CODE, such as --country US');
  if (!/^[A-Z]{2}$/.test(country))
    throw new StartupError(`--country ${country} is not a country's code of two capitals, such as US`);
  return country;
}

function currencyOf({ price = '' }: Sample, country: string, { currency: asked }: CityOptions): string {
  const currency = asked ?? currencyOfSymbol(price) ?? currencyOfCountry(country);
  if (currency === undefined)
    throw new StartupError(`What ${country} pays with is not known here: add --currency CODE, such as --currency USD`);
  if (!isCurrency(currency)) throw new StartupError(`--currency ${currency} is not a currency's code, such as USD`);
  if (!isChargeableCurrency(currency))
    throw new StartupError(`Cards cannot be charged in ${currency}: its places could not be booked`);
  return currency;
}

function nameOfFolder(dir: string): string {
  return basename(resolve(dir))
    .split(/[\s_-]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

/** `São Paulo` is `sao-paulo`. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
