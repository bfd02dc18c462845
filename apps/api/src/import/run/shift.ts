import { dayOf, nightsBetween, type LocalDate } from '#dates';

const WEEK = 7;

/**
 * By how many days a snapshot is moved so that it is at most six days old on `today`: whole weeks, so that every night
 * keeps its day of the week. Negative for a snapshot of the future.
 */
export function shiftDays(snapshot: LocalDate, today: LocalDate): number {
  // + 0 because a floor of nothing times a week may be minus zero.
  return Math.floor(nightsBetween(snapshot, today) / WEEK) * WEEK + 0;
}

/** The day of the week by ISO 8601 (Monday is 1) of a day counted from 1970-01-01, which was a Thursday. */
export function weekdayOfDay(day: number): number {
  return ((((day + 3) % WEEK) + WEEK) % WEEK) + 1;
}

/** Whether the night that starts on that day is a weekend's: Friday's and Saturday's are. */
export function isWeekendDay(day: number): boolean {
  const weekday = weekdayOfDay(day);
  return weekday === 5 || weekday === 6;
}

/** Days since 1970-01-01 by text; a file has millions of dates, and few different ones. */
export class Days {
  readonly #known = new Map<string, number | undefined>();

  /** The day of a date, or undefined when there is no such date. */
  of(text: string): number | undefined {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const day = dayIfDate(text);
    if (day !== undefined && this.#known.size < 10_000) this.#known.set(text, day);
    return day;
  }
}

function dayIfDate(text: string): number | undefined {
  try {
    return dayOf(text.trim());
  } catch {
    return undefined;
  }
}
