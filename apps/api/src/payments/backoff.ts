const FIRST_MS = 2000;
const LONGEST_MS = 6 * 3_600_000;

/**
 * How long to wait after the `attempt`-th failure: doubling from two seconds to six hours, and of that somewhere in the
 * second half, so that those who failed together do not come back together.
 * @param random from 0 to below 1
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const longest = Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS);
  return Math.round(longest * (0.5 + random() / 2));
}

/** When to call Stripe again after the `attempt`-th failure. It is never given up. */
export function retryAfter(now: Date, attempt: number): Date {
  return new Date(now.getTime() + backoffMs(attempt));
}
