import { startContext, testConfig } from '#testing';
import type pg from 'pg';
import { searchTerms, type PlaceInOrder, type SearchMoment } from '../../../apps/api/src/search/search-terms.js';
import { SearchQueries } from '../../../apps/api/src/search/search.queries.js';
import { CASES, type Case, type City } from './cases.js';
import { seeded } from './random.js';
import { TODAY } from './world.js';

export const LIMIT = 21;
const SEED = 7;

/** How long searches of one kind took, from asking PostgreSQL to having the rows; in milliseconds. */
export interface Timed {
  name: string;
  /** the first of each on a connection that has just been made, whose plans are still to be made */
  first: number;
  p50: number;
  p99: number;
  longest: number;
  /** the median of counting what was found, to 1,001 */
  count: number;
}

export const MOMENT: SearchMoment = { feeBasisPoints: 1400, now: new Date(`${TODAY}T12:00:00Z`) };

/** Times searches of each kind, one after the other on one connection, with what the application runs. */
export async function timeSearches(url: string, client: pg.ClientBase, each: number): Promise<Timed[]> {
  const { rows: cities } = await client.query<City>(
    'SELECT city, longitude, latitude, spread FROM cities ORDER BY city',
  );
  const timings: Timed[] = [];
  for (const one of CASES) {
    const context = await startContext({
      config: testConfig(url),
      connection: { poolSize: 1 },
      providers: [SearchQueries],
    });
    try {
      timings.push(await timeCase(one, context.get(SearchQueries), cities, each));
    } finally {
      await context.close();
    }
  }
  return timings;
}

async function timeCase(
  { name, depth = 0, ask }: Case,
  queries: SearchQueries,
  cities: City[],
  each: number,
): Promise<Timed> {
  const random = seeded(SEED);
  const [pages, counts]: [number[], number[]] = [[], []];
  for (let run = 0; run <= each; run += 1) {
    const terms = searchTerms(ask(random, cities));
    let after: PlaceInOrder | undefined;
    for (let page = 0; page < depth; page += 1) {
      const last = (await queries.page(terms, MOMENT, after, LIMIT)).at(-1);
      if (last) after = [last.key, last.id];
    }
    pages.push(await timeOf(() => queries.page(terms, MOMENT, after, LIMIT)));
    counts.push(await timeOf(() => queries.count(terms, MOMENT)));
  }
  const [first = NaN, ...later] = pages;
  return {
    name,
    first,
    p50: quantile(later, 0.5),
    p99: quantile(later, 0.99),
    longest: Math.max(...later),
    count: quantile(counts.slice(1), 0.5),
  };
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

/** The value that a share of all do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
