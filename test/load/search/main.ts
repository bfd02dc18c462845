import { Console } from 'node:console';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { endTestRun, startTestRun, TestApp } from '#testing';
import { missedBy, type Measured } from './goals.js';
import { compareOverHttp } from './http.js';
import { differencesInSample, fillMarket } from './market.js';
import { sizesOf } from './sizes.js';
import { timeSearches } from './timing.js';
import { writeBesideSearches } from './writes.js';

// npm run bench:search [-- --sizes 10000,100000 --each 100 --rounds 5 --seconds 3]: makes markets of so many places with a
// dozen stays each, and measures searches in the database, through HTTP, and beside writes. Prints tables, and all as JSON.

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000' },
    each: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
  },
});
const [each, rounds, seconds] = [values.each, values.rounds, values.seconds].map(Number);
const SETTINGS = { LOG_LEVEL: 'warn' };
const SAMPLE = 1000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const rounded = (found: object): object =>
  Object.fromEntries(
    Object.entries(found).map(([name, value]) => [
      name,
      typeof value === 'number' ? Math.round(value * 100) / 100 : value,
    ]),
  );

async function measure(size: number): Promise<Measured> {
  const app = await TestApp.start(SETTINGS);
  const client = new pg.Client({ connectionString: app.database.url });
  await client.connect();
  try {
    say(
      `\n== ${size} places; ${cpus().length} cores, load ${loadavg()
        .map((load) => load.toFixed(1))
        .join(' ')}`,
    );
    const since = performance.now();
    const loading = await fillMarket(app.database.url, size);
    const loadSeconds = (performance.now() - since) / 1000;
    say(`loaded in ${loadSeconds.toFixed(1)} s: ${JSON.stringify(loading)}`);
    const differences = await differencesInSample(app.database.url, SAMPLE);
    const sizes = await sizesOf(client);
    say(JSON.stringify(sizes));
    const searches = await timeSearches(app.database.url, client, each ?? 100);
    new Console(process.stdout).table(searches.map(rounded));
    const http = await compareOverHttp(app, client, rounds ?? 5, seconds ?? 3);
    say(`over HTTP: ${JSON.stringify(rounded(http))}`);
    const writes = await writeBesideSearches(app.database.url, 3 * (seconds ?? 3));
    say(`beside writes: ${JSON.stringify(rounded(writes))}`);
    return { size, loadSeconds, loading, differences, sizes, searches, http, writes };
  } finally {
    await client.end();
    await app.stop();
  }
}

await startTestRun();
try {
  const measured: Measured[] = [];
  for (const size of values.sizes.split(',').map(Number)) measured.push(await measure(size));
  say(JSON.stringify(measured));
  const missed = missedBy(measured);
  for (const one of missed) say(`MISSED: ${one}`);
  if (missed.length > 0) process.exitCode = 1;
} finally {
  await endTestRun();
}
