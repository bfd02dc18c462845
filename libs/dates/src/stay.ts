import { addDays, dateOfDay, dayOf, isLocalDate, nightsBetween, type LocalDate } from './local-date.js';

/** The half-open range of property-local dates `[checkIn, checkOut)`; a night belongs to the date it starts on. */
export interface Stay {
  readonly checkIn: LocalDate;
  readonly checkOut: LocalDate;
}

/** Whether both are dates, and `checkOut` is after `checkIn`. */
export function isStay({ checkIn, checkOut }: Stay): boolean {
  return isLocalDate(checkIn) && isLocalDate(checkOut) && checkIn < checkOut;
}

/** The stay from `checkIn` to `checkOut`. @throws RangeError when they make none */
export function stayOf(checkIn: LocalDate, checkOut: LocalDate): Stay {
  const stay = { checkIn, checkOut };
  if (!isStay(stay)) throw new RangeError(`Not a stay: ${checkIn} to ${checkOut}`);
  return stay;
}

/** How many nights a stay has. */
export function nightCount(stay: Stay): number {
  return nightsBetween(stay.checkIn, stay.checkOut);
}

/** The dates on which the nights of a stay start, in order: the check-out date is not one. */
export function nightsOf(stay: Stay): LocalDate[] {
  const first = dayOf(stay.checkIn);
  return Array.from({ length: nightCount(stay) }, (_, night) => dateOfDay(first + night));
}

/** Whether two stays share a night. Leaving on the day another arrives is no overlap. */
export function overlaps(a: Stay, b: Stay): boolean {
  return a.checkIn < b.checkOut && b.checkIn < a.checkOut;
}

/** The same stay, `days` later. */
export function shiftStay(stay: Stay, days: number): Stay {
  return { checkIn: addDays(stay.checkIn, days), checkOut: addDays(stay.checkOut, days) };
}

/** A stay as PostgreSQL's `daterange` writes it: `[2027-03-01,2027-03-05)`. */
export function toDateRange(stay: Stay): string {
  return `[${stay.checkIn},${stay.checkOut})`;
}

/** Reads what PostgreSQL writes for a `daterange`. @throws RangeError when it is empty or has no bound on a side */
export function fromDateRange(text: string): Stay {
  const match = /^\[([\d-]{10}),([\d-]{10})\)$/.exec(text);
  if (!match?.[1] || !match[2]) throw new RangeError(`Not the range of a stay: ${text}`);
  return stayOf(match[1], match[2]);
}
