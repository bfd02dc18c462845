import type { FlexibleStay } from '#contracts/search.dto.js';
import { addDays, isLocalDate, nightsBetween, weekday, type LocalDate, type Stay } from '#dates';

const FRIDAY = 5;
/** Half a year of 31 days in each month. */
export const MOST_FLEXIBLE_DAYS = 186;

/** Which stays are looked for: the first, and others as long that begin every `step` days, up to `days` later. */
export interface FlexibleDates {
  first: Stay;
  days: number;
  step: number;
}

const SHAPES: Record<FlexibleStay, { nights: number; startsOn?: number; step: number }> = {
  weekend: { nights: 2, startsOn: FRIDAY, step: 7 },
  week: { nights: 7, step: 1 },
  month: { nights: 28, step: 1 },
};

/** The stays of a kind that lie between two dates; undefined where there is none. */
export function staysBetween(kind: FlexibleStay, from: LocalDate, to: LocalDate): FlexibleDates | undefined {
  const { nights, startsOn, step } = SHAPES[kind];
  const wait = startsOn === undefined ? 0 : (startsOn - weekday(from) + 7) % 7;
  const room = nightsBetween(from, to) - wait - nights;
  if (room < 0) return undefined;
  const checkIn = addDays(from, wait);
  return { first: { checkIn, checkOut: addDays(checkIn, nights) }, days: room - (room % step), step };
}

/** A stay, and those that begin up to so many days before or after it. */
export function staysAround({ checkIn, checkOut }: Stay, days: number): FlexibleDates {
  return { first: { checkIn: addDays(checkIn, -days), checkOut: addDays(checkOut, -days) }, days: 2 * days, step: 1 };
}

/** Whether all dates that are at most so many days from it can be written. */
export function hasRoomAround(date: LocalDate, days: number): boolean {
  try {
    return isLocalDate(addDays(date, days)) && isLocalDate(addDays(date, -days));
  } catch {
    return false;
  }
}
