import { Temporal } from 'temporal-polyfill';

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
 * `instant` plus an ISO 8601 duration. Days are 24 hours; months and years are counted on the calendar in UTC. Throws a
 * RangeError when `duration` is none, or when the result lies beyond what a `Date` can hold.
 */
export function addDuration(instant: Date, duration: string): Date {
  const start = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO('UTC');
  return new Date(start.add(Temporal.Duration.from(duration)).epochMilliseconds);
}
