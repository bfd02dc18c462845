const FIRST_MS = 1000;
const LONGEST_MS = 3_600_000;

/** When to try again after the `attempts`-th failure: doubling from a second to an hour. */
export function retryAt(now: Date, attempts: number): Date {
  return new Date(now.getTime() + Math.min(FIRST_MS * 2 ** (attempts - 1), LONGEST_MS));
}
