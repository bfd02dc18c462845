import { nightsBetween, type LocalDate, type Stay } from '#dates';
import type { TakenNights } from './claims.js';
import type { OpenNights } from './open-nights.js';

/**
 * Whether a stay whose nights are free is the whole of a gap: a night that is taken follows it, and one is before it, or it
 * begins with the first night that is open.
 */
export function fillsGap(stay: Stay, open: OpenNights, taken: readonly TakenNights[]): boolean {
  if (stay.checkIn < open.first) return false;
  const begins =
    stay.checkIn === open.first ||
    isTaken(taken, ({ checkIn, checkOut }) => checkIn < stay.checkIn && stay.checkIn <= checkOut);
  return begins && isTaken(taken, ({ checkIn, checkOut }) => checkIn <= stay.checkOut && stay.checkOut < checkOut);
}

function isTaken(taken: readonly TakenNights[], holds: (nights: Stay) => boolean): boolean {
  return taken.some(({ stay }) => holds(stay));
}

/**
 * How many nights each gap has, by its first night.
 * @param taken all that is taken from the night before the first that is asked about to the end of the longest gap; what
 *   begins before that is not told rightly
 */
export function gapsBetween(open: OpenNights, taken: readonly TakenNights[]): Map<LocalDate, number> {
  const gaps = new Map<LocalDate, number>();
  let end = open.first;
  for (const { stay } of taken.toSorted((one, other) => (one.stay.checkIn < other.stay.checkIn ? -1 : 1))) {
    if (end < stay.checkIn) gaps.set(end, nightsBetween(end, stay.checkIn));
    if (end < stay.checkOut) end = stay.checkOut;
  }
  return gaps;
}
