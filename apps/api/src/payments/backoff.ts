import { backoffMs, type Backoff } from '#clock';

const AT_STRIPE: Backoff = { firstMs: 2000, growth: 2, longestMs: 6 * 3_600_000 };

/**
 * When to call Stripe again after the `attempt`-th failure. It is never given up.
 * @param random from 0 up to, not including, 1; see `Random`
 */
export function retryAfter(now: Date, attempt: number, random: number): Date {
  return new Date(now.getTime() + backoffMs(attempt, random, AT_STRIPE));
}
