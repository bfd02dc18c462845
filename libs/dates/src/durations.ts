import { Temporal } from 'temporal-polyfill';

/** Spans of time on the clock, in milliseconds. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Whether `text` is a duration by ISO 8601, e.g. `P3DT4H`, `P1M`, `-PT15M`. */
export function isDuration(text: string): boolean {
  try {
    Temporal.Duration.from(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * `instant` plus an ISO 8601 duration. Days are 24 hours; months and years are counted on the calendar in UTC.
 * @throws RangeError when `duration` is none, or when the result lies beyond what a `Date` can hold
 */
export function addDuration(instant: Date, duration: string): Date {
  const start = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO('UTC');
  return new Date(start.add(Temporal.Duration.from(duration)).epochMilliseconds);
}
