import { dayOf, FIRST_YEAR, LAST_YEAR, nightsBetween, type LocalDate } from '#dates';

const WEEK = 7;
const DATE_LENGTH = 10;
const FIRST_DAY = dayOf(`${FIRST_YEAR}-01-01`);
const LAST_DAY = dayOf(`${LAST_YEAR}-12-31`);

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

  /** @param shift by how many days the snapshot is moved */
  constructor(private readonly shift: number) {}

  /** The day of a date as the file has it; undefined when there is no such date, or none once it is moved. */
  of(text: string): number | undefined {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const day = this.#dayIfDate(text);
    if (day !== undefined && text.length === DATE_LENGTH && this.#known.size < 10_000) this.#known.set(text, day);
    return day;
  }

  #dayIfDate(text: string): number | undefined {
    try {
      const day = dayOf(text.trim());
      // A night that starts on the last day there is would end on none.
      return day + this.shift >= FIRST_DAY && day + this.shift < LAST_DAY ? day : undefined;
    } catch {
      return undefined;
    }
  }
}
