import type { SearchResultDto } from '#contracts/search-results.dto.js';
import { formatMoney, money } from '#money';

const MOST_SHOWN = 10;

/** What a letter about a search tells. */
export interface Alert {
  firstName: string;
  /** of the search */
  name: string;
  /** what is new, the best first */
  places: readonly SearchResultDto[];
  /** where the API is */
  publicUrl: string;
  /** by which these letters are ended */
  link: string;
}

/** To somebody whose search has found places that it has not found before: at most ten of them, and how many more. */
export function alertLetter({ firstName, name, places, publicUrl, link }: Alert): { subject: string; body: string } {
  const count = places.length === 1 ? '1 new place' : `${places.length} new places`;
  const shown = places.slice(0, MOST_SHOWN).map((place, index) => `${index + 1}. ${described(place, publicUrl)}`);
  const paragraphs = [
    `Hello ${firstName},`,
    `Your search “${name}” has found ${count}:`,
    ...shown,
    ...(places.length > MOST_SHOWN ? [`And ${places.length - MOST_SHOWN} more, which the search shows.`] : []),
    'If you want no more letters about this search, follow this link:',
    link,
    'Roost',
  ];
  return { subject: `${count}: ${name}`, body: paragraphs.join('\n\n') + '\n' };
}

function described({ property, total, nightly }: SearchResultDto, publicUrl: string): string {
  const price = total
    ? `${formatMoney(money(total.amount, total.currency))} in all`
    : `${formatMoney(money(nightly.amount, nightly.currency))} a night`;
  const where = [property.city, property.region].filter((part) => part !== '').join(', ');
  return `${property.title}, ${where}: ${price}\n   ${publicUrl}/v1/properties/${property.id}`;
}
