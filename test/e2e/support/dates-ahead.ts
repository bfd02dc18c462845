import { addDays, localDateAt, weekday, type LocalDate } from '#dates';
import { TEST_START } from '#testing';

const WEEKS_AHEAD = 14;

/** A Monday some weeks ahead, and `days` more: tests speak of days of the week, and stay true as years go by. */
export function ahead(days: number): LocalDate {
  const later = addDays(localDateAt(TEST_START, 'UTC'), WEEKS_AHEAD * 7);
  return addDays(later, 1 - weekday(later) + days);
}

/** A stay in a search's words: from so many days after that Monday, for so many nights. */
export function datesAhead(days: number, nights: number): string {
  return `checkIn=${ahead(days)}&checkOut=${ahead(days + nights)}`;
}
