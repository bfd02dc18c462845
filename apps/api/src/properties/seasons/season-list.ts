import type { SeasonDto } from '#contracts/properties/seasons.dto.js';
import { nightsBetween } from '#dates';
import type { FieldError } from '#http';

/** Five years: what nights cost is kept by date, from the first one to the last. */
const LONGEST_SPAN_NIGHTS = 1826;

/**
 * What is wrong with a list of seasons, each by its field: dates that are no range, amounts in another currency than the
 * property's, nights that two of them share, and a list that is too long as a whole. Empty when nothing is.
 * @param currency the property's; null when it has no prices yet
 */
export function seasonErrors(seasons: readonly SeasonDto[], currency: string | null): FieldError[] {
  if (seasons.length === 0) return [];
  if (currency === null)
    return [{ pointer: '/seasons', code: 'missing', message: 'need a nightly price of the property first' }];
  const errors = seasons.flatMap((season, index) => fieldErrors(season, `/seasons/${index}`, currency));
  return errors.length > 0 ? errors : [...overlapErrors(seasons), ...spanErrors(seasons)];
}

function fieldErrors(
  { from, to, nightly, weekendNightly }: SeasonDto,
  pointer: string,
  currency: string,
): FieldError[] {
  const amounts = [['nightly', nightly] as const, ['weekendNightly', weekendNightly] as const];
  return [
    ...(from < to ? [] : [{ pointer: `${pointer}/to`, code: 'after', message: 'must be after from' }]),
    ...amounts
      .filter(([, money]) => money !== undefined && money.currency !== currency)
      .map(([name]) => ({
        pointer: `${pointer}/${name}/currency`,
        code: 'one_currency',
        message: `must be ${currency}, as the nightly price`,
      })),
  ];
}

/** Who shares a night with one that begins before it is named. */
function overlapErrors(seasons: readonly SeasonDto[]): FieldError[] {
  const inOrder = seasons
    .map(({ from, to }, index) => ({ from, to, index }))
    .sort((a, b) => (a.from === b.from ? a.index - b.index : a.from < b.from ? -1 : 1));
  let until = '';
  return inOrder.flatMap(({ from, to, index }) => {
    const overlaps = from < until;
    until = to > until ? to : until;
    return overlaps
      ? [{ pointer: `/seasons/${index}`, code: 'overlap', message: 'must not share nights with another' }]
      : [];
  });
}

function spanErrors(seasons: readonly SeasonDto[]): FieldError[] {
  const first = seasons.reduce((least, { from }) => (from < least ? from : least), seasons[0]?.from ?? '');
  return seasons.flatMap(({ to }, index) =>
    nightsBetween(first, to) > LONGEST_SPAN_NIGHTS
      ? [
          {
            pointer: `/seasons/${index}/to`,
            code: 'span',
            message: `must be at most ${LONGEST_SPAN_NIGHTS} nights after ${first}, when the first one begins`,
          },
        ]
      : [],
  );
}
