import { otherNamesOfRegion } from './regions.js';

/** Languages in which countries are known by name. */
const LANGUAGES = ['en', 'de', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'sv', 'tr', 'ja', 'zh', 'ar', 'ru'];
const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const SHORT_COUNTRY_NAMES: Record<string, string> = { usa: 'us', uk: 'gb', 'great britain': 'gb', holland: 'nl' };

/**
 * What a person wrote for a place, as the names by which it may be known: for each part between commas, one of them has
 * to be a city's, a region's or a country's. Countries are kept by their code in small letters.
 */
export function placeNames(text: string): string[][] {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.map((part) => {
    const name = folded(part);
    return [...new Set([part, ...otherNamesOfRegion(name), ...countriesCalled(name)])];
  });
}

/** For the lookups here; what is compared with the database is folded there, by `fold_place`. */
function folded(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[\s'’.-]+/g, ' ')
    .trim();
}

let countries: Map<string, string[]> | undefined;

/** Codes, in small letters, of the countries of that name. */
function countriesCalled(name: string): string[] {
  countries ??= countriesByName();
  const short = SHORT_COUNTRY_NAMES[name];
  return [...(countries.get(name) ?? []), ...(short === undefined ? [] : [short])];
}

function countriesByName(): Map<string, string[]> {
  const byName = new Map<string, string[]>();
  const pairs = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  // Codes that were given up, such as DD, are now others' names.
  const codes = pairs.filter((code) => new Intl.Locale(`und-${code}`).region === code);
  for (const language of LANGUAGES) {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = folded(names.of(code) ?? '');
      const known = byName.get(name) ?? [];
      if (name !== '' && !known.includes(code.toLowerCase())) byName.set(name, [...known, code.toLowerCase()]);
    }
  }
  return byName;
}
