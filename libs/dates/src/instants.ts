import { Temporal } from 'temporal-polyfill';
import { localDate, type LocalDate } from './local-date.js';

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Whether `text` is a time of day, `00:00` to `23:59`. */
export function isTimeOfDay(text: string): boolean {
  return TIME_OF_DAY.test(text);
}

/** Whether `zone` is a zone of the IANA database, e.g. `Europe/Paris`. Offsets such as `+02:00` are not zones. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant at which a clock on the wall in `zone` shows `time` (`HH:mm`) on `date`. Where the clocks skip that time,
 * it is as far after the gap as the time is after its start; where they show it twice, the first (RFC 5545's and
 * Temporal's "compatible"). Throws a RangeError when one of the three is not what it should be.
 */
export function instantAt(date: LocalDate, time: string, zone: string): Date {
  if (!isTimeOfDay(time)) throw new RangeError(`Not a time of day: ${time}`);
  const wall = Temporal.PlainDateTime.from(`${localDate(date)}T${time}`);
  return new Date(wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds);
}

/** The date that a calendar on the wall in `zone` shows at `instant`. */
export function localDateAt(instant: Date, zone: string): LocalDate {
  return wallClock(instant, zone).toPlainDate().toString();
}

/** The time of day, `HH:mm`, that a clock on the wall in `zone` shows at `instant`. */
export function localTimeAt(instant: Date, zone: string): string {
  return wallClock(instant, zone).toPlainTime().toString({ smallestUnit: 'minute' });
}

function wallClock(instant: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}
