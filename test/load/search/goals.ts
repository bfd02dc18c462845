import type { HttpCosts } from './http.js';
import type { Timings } from './market.js';
import type { Sizes } from './sizes.js';
import type { Timed } from './timing.js';
import type { WriteCosts } from './writes.js';

/** All that was measured of a market. */
export interface Measured {
  size: number;
  loadSeconds: number;
  loading: Timings;
  /** search rows of a sample that are not as triggers would have made them */
  differences: number;
  sizes: Sizes;
  searches: Timed[];
  http: HttpCosts;
  writes: WriteCosts;
}

const [LARGE, SMALL] = [1_000_000, 10_000];
const DENSE = 'dense viewport, dates';

/** Which goals are missed, in words; none is what is hoped for. */
export function missedBy(measured: Measured[]): string[] {
  return [...measured.flatMap(missedByAny), ...missedByLargest(measured)];
}

function missedByAny({ size, differences, http, writes }: Measured): string[] {
  return told([
    [differences === 0, `${size}: ${differences} search rows are not what triggers make`],
    [http.ratio >= 0.75, `${size}: over HTTP ${http.ratio.toFixed(2)} of what bare node:http answers, less than 0.75`],
    [writes.claimsPerSecond >= 1900, `${size}: ${writes.claimsPerSecond.toFixed(0)} claims a second, fewer than 2,000`],
    [
      writes.searchP99 < 20,
      `${size}: beside writes the 99th percentile is ${writes.searchP99.toFixed(1)} ms, 20 or more`,
    ],
  ]);
}

function missedByLargest(measured: Measured[]): string[] {
  const large = measured.find(({ size }) => size === LARGE);
  if (!large) return [];
  const small = measured.find(({ size }) => size === SMALL);
  const dense = large.searches.find(({ name }) => name === DENSE);
  return told([
    [large.loadSeconds < 300, `loading took ${large.loadSeconds.toFixed(0)} s, 300 or more`],
    [
      dense !== undefined && dense.p50 <= 1 && dense.p99 <= 5,
      `${DENSE}: ${dense?.p50.toFixed(2)} and ${dense?.p99.toFixed(2)} ms, more than 1 and 5`,
    ],
    ...large.searches.map(({ name, longest }): [boolean, string] => [
      longest <= 50,
      `${name}: ${longest.toFixed(1)} ms, more than 50`,
    ]),
    ...large.searches.map(({ name, p50 }): [boolean, string] => {
      const before = small?.searches.find((search) => search.name === name)?.p50 ?? Infinity;
      return [
        p50 <= 1.5 * before,
        `${name}: ${(p50 / before).toFixed(2)} times as long as among ${SMALL}, more than 1.5`,
      ];
    }),
  ]);
}

function told(goals: [isMet: boolean, missed: string][]): string[] {
  return goals.flatMap(([isMet, missed]) => (isMet ? [] : [missed]));
}
