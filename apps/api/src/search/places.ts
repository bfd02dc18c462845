import { countriesCalled, foldedName } from '../gazetteer/country-names.rules.js';
import { otherNamesOfRegion } from '../gazetteer/region-names.rules.js';

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
    const name = foldedName(part);
    return [...new Set([part, ...otherNamesOfRegion(name), ...countriesCalled(name)])];
  });
}
