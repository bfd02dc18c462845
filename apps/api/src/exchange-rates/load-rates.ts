import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { StartupError } from '#config';
import { readReferenceRates, type ReferenceRate } from './reference-rates.js';

/** The rates that ship: see data/rates/README.md. */
export const SHIPPED_RATES = fileURLToPath(new URL('../../../../../data/rates/eurofxref-hist.csv.gz', import.meta.url));

/** What has come of loading a file. */
export interface LoadedRates {
  days: number;
  rates: number;
  /** how many of them were not there, or were others */
  changed: number;
}

const GZIP = Buffer.from([0x1f, 0x8b]);
/** The whole history since 1999 is 3 MB. */
const LARGEST_FILE_BYTES = 64 * 1024 * 1024;
const SHOWN_LINES = 20;

/**
 * Loads a file of reference rates, gzipped or not, into a database: all of it, or where a line is wrong nothing. Loading
 * it again changes nothing.
 * @throws StartupError naming each wrong line by its number, or when the file cannot be read
 */
export async function loadRates(url: string, path: string): Promise<LoadedRates> {
  const rates = await ratesIn(path);
  const client = await connect(url);
  try {
    const changed = await writeRates(client, rates);
    return { days: new Set(rates.map(({ date }) => date)).size, rates: rates.length, changed };
  } finally {
    await client.end();
  }
}

/** Loads the rates that ship into a database that has none. */
export async function loadShippedRates(url: string, say: (line: string) => void): Promise<void> {
  const client = await connect(url);
  try {
    if ((await client.query('SELECT FROM exchange_rates LIMIT 1')).rows.length > 0) return;
    say('Loading reference rates of the European Central Bank');
    await writeRates(client, await ratesIn(SHIPPED_RATES));
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // A database that goes away in the middle is told of by the statement under way.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function ratesIn(path: string): Promise<ReferenceRate[]> {
  const name = basename(path);
  const { rates, wrong } = readReferenceRates(await textOf(path, name));
  if (wrong.length === 0) return rates;
  const left = wrong.length - SHOWN_LINES;
  const shown = [...wrong.slice(0, SHOWN_LINES), ...(left > 0 ? [`and ${left} more`] : [])];
  throw new StartupError(`Nothing of ${name} was loaded: ${shown.join('; ')}`);
}

async function textOf(path: string, name: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new StartupError(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (!bytes.subarray(0, GZIP.length).equals(GZIP)) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_FILE_BYTES }).toString('utf8');
  } catch {
    throw new StartupError(`${name} is damaged, or far too large`);
  }
}

/** One statement, so that it is all or nothing. */
async function writeRates(client: pg.Client, rates: readonly ReferenceRate[]): Promise<number> {
  const { rowCount } = await client.query(
    `INSERT INTO exchange_rates AS known (date, currency, per_euro)
     SELECT *
     FROM unnest($1::date[], $2::text[], $3::numeric[])
     ON CONFLICT (date, currency) DO UPDATE
     SET per_euro = EXCLUDED.per_euro
     WHERE known.per_euro <> EXCLUDED.per_euro`,
    [rates.map(({ date }) => date), rates.map(({ currency }) => currency), rates.map(({ perEuro }) => perEuro)],
  );
  return rowCount ?? 0;
}
