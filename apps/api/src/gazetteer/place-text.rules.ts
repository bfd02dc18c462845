import { countriesCalled, foldedName } from './country-names.rules.js';
import { otherNamesOfRegion } from './region-names.rules.js';

/** What the region or the country of a place is called. */
export interface Within {
  /** as it was written, and other names of a region that is called so */
  names: string[];
  /** ISO 3166-1, of the countries that are called so */
  countries: string[];
}

/** One way to read what somebody wrote for a place: a name, and where that is. */
export interface Reading {
  name: string;
  within: Within[];
}

/** As many words as the name of a region or country may have that is written behind a city without a comma. */
const MOST_WORDS = 3;

/**
 * The ways to read a text, the likeliest first. Behind a comma is where it is; without one, the last words may be that:
 * `albany ny`. Then the text as a whole comes last, as the name of a place alone is nothing but that.
 */
export function readingsOf(text: string): Reading[] {
  const [first = '', ...rest] = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (first === '') return [];
  if (rest.length > 0) return [{ name: first, within: rest.map(withinOf) }];
  return [...readingsByWords(first), { name: first, within: [] }];
}

function readingsByWords(text: string): Reading[] {
  const words = text.split(/\s+/);
  const most = Math.min(MOST_WORDS, words.length - 1);
  return Array.from({ length: most }, (_, index) => most - index).flatMap((count) => {
    const last = words.slice(-count).join(' ');
    return isKnown(last) ? [{ name: words.slice(0, -count).join(' '), within: [withinOf(last)] }] : [];
  });
}

function withinOf(text: string): Within {
  const name = foldedName(text);
  const code = /^[a-z]{2}$/.test(name) ? [name] : [];
  const countries = [...countriesCalled(name), ...code].map((each) => each.toUpperCase());
  return { names: [text, ...otherNamesOfRegion(name)], countries: [...new Set(countries)] };
}

/** Whether a region or a country is called so; of what is not known here, the database may know a region. */
function isKnown(text: string): boolean {
  const name = foldedName(text);
  return otherNamesOfRegion(name).length > 0 || countriesCalled(name).length > 0 || /^[a-z]{2}$/.test(name);
}
