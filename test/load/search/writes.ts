import pg from 'pg';
import type { SearchDto } from '#contracts/search.dto.js';
import { startContext, testConfig } from '#testing';
import { searchTerms } from '../../../apps/api/src/search/search-terms.js';
import { SearchQueries } from '../../../apps/api/src/search/search.queries.js';
import { CASES, type City } from './cases.js';
import { seeded } from './random.js';
import { LIMIT, MOMENT, quantile } from './timing.js';

const WRITERS = 4;
/** Claims of one statement: an imported calendar. */
const CLAIMS_EACH = 10;
const WANTED_PER_SECOND = 2000;
const BETWEEN_MS = (1000 * WRITERS * CLAIMS_EACH) / WANTED_PER_SECOND;

/** What came of both at once; milliseconds, and the share of updates of search rows that stayed within their page. */
export interface WriteCosts {
  claimsPerSecond: number;
  searchesPerSecond: number;
  searchP50: number;
  searchP99: number;
  hotShare: number;
}

/** One stay each, after all that are there, at places anywhere. */
const CLAIM = `
  INSERT INTO claims (id, property_id, stay, kind, created_at)
  SELECT gen_random_uuid(), property_id, daterange(DATE '2028-01-01' + 3 * $2::integer, DATE '2028-01-02' + 3 * $2::integer), 'imported', now()
  FROM unnest($1::uuid[]) AS property_id`;

/** Claims nights at places anywhere, at most 2,000 a second, while one client searches without a pause. */
export async function writeBesideSearches(url: string, seconds: number): Promise<WriteCosts> {
  const pool = new pg.Pool({ connectionString: url, max: WRITERS + 1 });
  const context = await startContext({
    config: testConfig(url),
    connection: { poolSize: 1 },
    providers: [SearchQueries],
  });
  try {
    const { rows: places } = await pool.query<{ id: string }>(
      'SELECT property_id AS id FROM property_search ORDER BY md5(property_id::text) LIMIT 20000',
    );
    const { rows: cities } = await pool.query<City>(
      'SELECT city, longitude, latitude, spread FROM cities ORDER BY city LIMIT 3',
    );
    const queries = context.get(SearchQueries);
    const before = await updatesOf(pool);
    const until = performance.now() + 1000 * seconds;
    const [claims, searches] = await Promise.all([
      Promise.all(Array.from({ length: WRITERS }, (_, writer) => claimUntil(pool, places, writer, until))),
      searchUntil(queries, cities, until),
    ]);
    const after = await updatesOf(pool);
    return {
      claimsPerSecond: claims.reduce((sum, number) => sum + number, 0) / seconds,
      searchesPerSecond: searches.length / seconds,
      searchP50: quantile(searches, 0.5),
      searchP99: quantile(searches, 0.99),
      hotShare: (after.hot - before.hot) / (after.all - before.all),
    };
  } finally {
    await context.close();
    await pool.end();
  }
}

async function claimUntil(pool: pg.Pool, places: { id: string }[], writer: number, until: number): Promise<number> {
  let turn = writer;
  let next = performance.now();
  while (performance.now() < until) {
    const first = (turn * CLAIMS_EACH) % places.length;
    const ids = places.slice(first, first + CLAIMS_EACH).map(({ id }) => id);
    await pool.query(CLAIM, [ids, Math.floor((turn * CLAIMS_EACH) / places.length)]);
    turn += WRITERS;
    next += BETWEEN_MS;
    const wait = next - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }
  return ((turn - writer) / WRITERS) * CLAIMS_EACH;
}

async function searchUntil(queries: SearchQueries, cities: City[], until: number): Promise<number[]> {
  const random = seeded(2);
  const [dense] = CASES;
  const ask = (): SearchDto => dense?.ask(random, cities) ?? {};
  const taken: number[] = [];
  await queries.page(searchTerms(ask()), MOMENT, undefined, LIMIT);
  while (performance.now() < until) {
    const since = performance.now();
    await queries.page(searchTerms(ask()), MOMENT, undefined, LIMIT);
    taken.push(performance.now() - since);
  }
  return taken;
}

async function updatesOf(pool: pg.Pool): Promise<{ all: number; hot: number }> {
  // What a connection has counted it tells when it is idle for a second; a new one reads what was told.
  await pool.query('SELECT pg_stat_force_next_flush(), pg_sleep(1.2)');
  const { rows } = await pool.query<{ all: string; hot: string }>(
    `SELECT n_tup_upd AS all, n_tup_hot_upd AS hot FROM pg_stat_user_tables WHERE relname = 'property_search'`,
  );
  return { all: Number(rows[0]?.all), hot: Number(rows[0]?.hot) };
}
