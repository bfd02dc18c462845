import { HOUR_MS } from '#dates';
/** How pauses between tries grow: milliseconds, and the factor from one failure to the next. */
export interface Backoff {
  firstMs: number;
  growth: number;
  longestMs: number;
}

/** From a second to an hour, doubling. */
const USUAL: Backoff = { firstMs: 1000, growth: 2, longestMs: HOUR_MS };

/**
 * How long to wait after the `attempt`-th failure, counted from 1, in whole milliseconds: between half of that
 * attempt's ceiling and all of it. Without the jitter, what failed together would come again together (AWS, "Exponential
 * backoff and jitter": equal jitter).
 * @param random from 0 up to, not including, 1; see `Random`
 */
export function backoffMs(attempt: number, random: number, { firstMs, growth, longestMs }: Backoff = USUAL): number {
  const ceiling = Math.min(firstMs * growth ** (attempt - 1), longestMs);
  return Math.round((ceiling / 2) * (1 + random));
}

/**
 * When to try again what has failed for the `attempt`-th time, counted from 1: `backoffMs` after `now`.
 * @param random from 0 up to, not including, 1; see `Random`
 */
export function nextTry(now: Date, attempt: number, random: number, schedule?: Backoff): Date {
  return new Date(now.getTime() + backoffMs(attempt, random, schedule));
}
