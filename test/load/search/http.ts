import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RawBuilder } from 'kysely';
import type pg from 'pg';
import type { SearchDto } from '#contracts/search.dto.js';
import { Database } from '#database';
import { startContext, testConfig, type TestApp } from '#testing';
import { searchTerms } from '../../../apps/api/src/search/search-terms.js';
import { walkedCount, walkedPage } from '../../../apps/api/src/search/search.queries.js';
import { load, median } from '../auth/load.js';
import { CASES, type City } from './cases.js';
import { seeded } from './random.js';
import { LIMIT, MOMENT } from './timing.js';

const SEARCHES = 100;
const CONNECTIONS = 20;

/** Answers a second of the application and of the bare program; `ratio` is the median of those of turns side by side. */
export interface HttpCosts {
  application: number;
  bare: number;
  ratio: number;
}

/** Maps of a large city, with dates: through the application, and through node:http and pg with the same statements. */
export async function compareOverHttp(
  app: TestApp,
  client: pg.ClientBase,
  rounds: number,
  seconds: number,
): Promise<HttpCosts> {
  const searches = await searchesIn(client);
  const bare = await startBare(app.database.url, searches);
  const asked = searches.map((search) => ({ path: `/v1/search?${queryOf(search)}` }));
  const numbered = searches.map((_, number) => ({ path: `/?${number}` }));
  const turn = async (url: string, requests: { path: string }[]): Promise<number> =>
    (await load({ url, connections: CONNECTIONS, seconds, requests })).perSecond;
  try {
    await assertSame(`${app.url}${asked[0]?.path}`, `${bare.url}${numbered[0]?.path}`);
    await turn(app.url, asked);
    await turn(bare.url, numbered);
    const pairs: { application: number; bare: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const first = round % 2 === 0;
      const one = await (first ? turn(app.url, asked) : turn(bare.url, numbered));
      const other = await (first ? turn(bare.url, numbered) : turn(app.url, asked));
      pairs.push(first ? { application: one, bare: other } : { application: other, bare: one });
    }
    return {
      application: median(pairs.map((pair) => pair.application)),
      bare: median(pairs.map((pair) => pair.bare)),
      ratio: median(pairs.map((pair) => pair.application / pair.bare)),
    };
  } finally {
    bare.child.kill();
  }
}

async function searchesIn(client: pg.ClientBase): Promise<SearchDto[]> {
  const { rows: cities } = await client.query<City>(
    'SELECT city, longitude, latitude, spread FROM cities ORDER BY city LIMIT 3',
  );
  const random = seeded(1);
  const [dense] = CASES;
  return Array.from({ length: SEARCHES }, () => {
    const search = dense?.ask(random, cities) ?? {};
    // As a query has it, which takes no more decimals.
    if (search.bbox) search.bbox = search.bbox.map((edge) => Number(edge.toFixed(6)));
    return search;
  });
}

function queryOf({ bbox = [], ...rest }: SearchDto): string {
  const values = Object.entries({ bbox: bbox.join(','), ...rest, limit: LIMIT - 1 });
  return values.map(([name, value]) => `${name}=${String(value)}`).join('&');
}

async function startBare(url: string, searches: SearchDto[]): Promise<{ child: ChildProcess; url: string }> {
  const context = await startContext({ config: testConfig(url) });
  const kysely = context.get(Database).fork().getKysely();
  const compiled = (statement: RawBuilder<unknown> | undefined): { sql: string; parameters: readonly unknown[] } => {
    if (!statement) throw new Error('such a search does not walk');
    return statement.compile(kysely);
  };
  const statements = searches.map((search) => {
    const terms = searchTerms(search);
    const page = compiled(walkedPage(terms, MOMENT, undefined, LIMIT));
    const count = compiled(walkedCount(terms, MOMENT));
    return { page: page.sql, pageValues: page.parameters, count: count.sql, countValues: count.parameters };
  });
  await context.close();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare.js')], {
    env: { ...process.env, BARE_DATABASE: url },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(statements));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: `http://127.0.0.1:${line.toString().trim()}` };
}

/** Both answer the same, but for the cursor, whose signature only the application can make. */
async function assertSame(one: string, other: string): Promise<void> {
  const [application, bare] = await Promise.all([one, other].map(async (url) => (await fetch(url)).text()));
  const withoutCursor = (text = ''): string => text.replace(/"nextCursor":("[^"]*"|null)/, '');
  if (withoutCursor(application) !== withoutCursor(bare))
    throw new Error(`the two do not answer the same: ${application} and ${bare}`);
}
