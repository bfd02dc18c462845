import { DAY_MS } from './durations.js';

/**
 * A calendar date at the property, `YYYY-MM-DD`, years 1900 to 2999: never an instant. Being text of fixed width, dates
 * compare with `<` and `===`.
 *
 * Whole days are counted through UTC, where every day has 86,400 seconds, so `Date` is exact here: half a microsecond a
 * step, where the Temporal polyfill takes four (and an import steps through millions). The tests hold the two equal.
 */
export type LocalDate = string;

export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2999;

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether `text` is a date of the calendar within the years 1900 to 2999: `2028-02-29` is, `2027-02-30` is not. */
export function isLocalDate(text: string): boolean {
  const match = SHAPE.exec(text);
  if (!match) return false;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  return year >= FIRST_YEAR && year <= LAST_YEAR && day >= 1 && day <= daysInMonth(year, month);
}

/** `text`, known to be a date. @throws RangeError when it is none */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new RangeError(`Not a date: ${text}`);
  return text;
}

/** The date `days` after `date` (before, when negative). @throws RangeError outside of the years 1900 to 2999 */
export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfDay(dayOf(date) + days);
}

/** How many nights lie between two dates; negative when `to` is before `from`. */
export function nightsBetween(from: LocalDate, to: LocalDate): number {
  return dayOf(to) - dayOf(from);
}

/** The day of the week by ISO 8601: Monday is 1, Sunday is 7. */
export function weekday(date: LocalDate): number {
  return new Date(dayOf(date) * DAY_MS).getUTCDay() || 7;
}

/** Days since 1970-01-01 (which is 0). */
export function dayOf(date: LocalDate): number {
  return Date.parse(`${localDate(date)}T00:00:00Z`) / DAY_MS;
}

/** The date that is `day` days after 1970-01-01. @throws RangeError outside of the years 1900 to 2999 */
export function dateOfDay(day: number): LocalDate {
  const instant = new Date(day * DAY_MS);
  const year = instant.getUTCFullYear();
  if (!Number.isInteger(day) || year < FIRST_YEAR || year > LAST_YEAR) throw new RangeError(`Not a day: ${day}`);
  return instant.toISOString().slice(0, 10);
}

/** 0 for a month that does not exist. */
function daysInMonth(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
