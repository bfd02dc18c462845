import { HOUR_MS, MINUTE_MS } from '#dates';

/** How pauses between tries grow: milliseconds, and the factor from one failure to the next. */
export interface Backoff {
  firstMs: number;
  growth: number;
  longestMs: number;
}

/** All pauses there are, by what is tried again. */
export const PAUSES = {
  /** a transaction that PostgreSQL gave up for a conflict, in the middle of a request */
  transaction: { firstMs: 20, growth: 2, longestMs: 1000 },
  /** a fact or an event of Stripe that failed by itself: the eighth try comes one to two hours after the first */
  poison: { firstMs: 1000, growth: 5, longestMs: HOUR_MS },
  /** the same, when what it needs was away: as soon as it may be back, and hourly in the end */
  outage: { firstMs: 2000, growth: 2, longestMs: HOUR_MS },
  /** a deadline of a booking: never given up */
  deadline: { firstMs: 1000, growth: 2, longestMs: HOUR_MS },
  /** what is wanted at Stripe of a payment: never given up */
  payment: { firstMs: 2000, growth: 2, longestMs: 6 * HOUR_MS },
  /** a mail: a server that takes none is away for longer, or has put us on a list; the eighth try comes after about a day */
  mail: { firstMs: MINUTE_MS, growth: 3, longestMs: 12 * HOUR_MS },
} as const satisfies Record<string, Backoff>;

/**
 * How long to wait after the `attempt`-th failure, counted from 1, in whole milliseconds: between half of that
 * attempt's ceiling and all of it. Without the jitter, what failed together would come again together (AWS, "Exponential
 * backoff and jitter": equal jitter).
 * @param random from 0 up to, not including, 1; see `Random`
 */
export function backoffMs(attempt: number, random: number, { firstMs, growth, longestMs }: Backoff): number {
  const ceiling = Math.min(firstMs * growth ** (attempt - 1), longestMs);
  return Math.round((ceiling / 2) * (1 + random));
}

/**
 * When to try again what has failed for the `attempt`-th time, counted from 1: `backoffMs` after `now`.
 * @param random from 0 up to, not including, 1; see `Random`
 */
export function nextTry(now: Date, attempt: number, random: number, schedule: Backoff): Date {
  return new Date(now.getTime() + backoffMs(attempt, random, schedule));
}
