import { Temporal } from 'temporal-polyfill';
import { localDate, type LocalDate } from './local-date.js';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
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

/** Whether `text` is an instant by RFC 3339 that exists, e.g. `2027-03-01T12:00:00Z`. */
export function isInstant(text: string): boolean {
  try {
    return RFC_3339.test(text) && Temporal.Instant.from(text) instanceof Temporal.Instant;
  } catch {
    return false;
  }
}

/** The instant that an RFC 3339 text means, to the millisecond. @throws RangeError when it means none */
export function instantOf(text: string): Date {
  return new Date(Temporal.Instant.from(text).epochMilliseconds);
}

/**
 * The instant at which a clock on the wall in `zone` shows `time` (`HH:mm`) on `date`. Where the clocks skip that
 * time, it is as far after the gap as the time is after its start; where they show it twice, the first (RFC 5545's and
 * Temporal's "compatible").
 * @throws RangeError when one of the three is not what it should be
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
