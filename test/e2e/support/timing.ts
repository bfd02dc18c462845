/** Two samples taken in turn: what took how long when this was so, and when it was not, in milliseconds. */
export interface Pair {
  one: number;
  other: number;
}

/** Within which bounds the true difference lies, in milliseconds; negative when `one` is the faster. */
export interface Interval {
  low: number;
  median: number;
  high: number;
}

/** Of the standard normal distribution: 99 of 100 such intervals hold the true difference. */
const Z = 2.576;

/**
 * By how much the one way differs from the other: the median of the differences of neighbours, and its confidence interval
 * between two of them in their order (by the binomial distribution, whatever theirs is). Neighbours share what the machine
 * is busy with, and a median does not see the few that were held up.
 */
export function differenceOf(pairs: readonly Pair[]): Interval {
  const sorted = pairs.map(({ one, other }) => one - other).sort((a, b) => a - b);
  const [middle, reach] = [(sorted.length - 1) / 2, (Z * Math.sqrt(sorted.length)) / 2];
  const at = (rank: number): number => sorted.at(Math.max(0, Math.min(sorted.length - 1, rank))) ?? 0;
  return { low: at(Math.floor(middle - reach)), median: at(Math.round(middle)), high: at(Math.ceil(middle + reach)) };
}

/**
 * Whether somebody could tell the two apart: the difference is surely larger than `toleratedMs`. Over a network some hundred
 * tries show one of some milliseconds (Crosby, Wallach, Riedi: Opportunities and limits of remote timing attacks, 2009); of
 * what is smaller, one learns of no single address within the limits of requests.
 */
export function isTelling({ low, high }: Interval, toleratedMs: number): boolean {
  return low > toleratedMs || high < -toleratedMs;
}
