import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '#testing';
import { loadRates, loadShippedRates, SHIPPED_RATES } from './load-rates.js';

describe('loading reference rates', () => {
  let database: FreshDatabase;
  let client: pg.Client;
  let folder: string;

  const file = async (content: string | Buffer): Promise<string> => {
    const path = join(folder, 'rates.csv');
    await writeFile(path, content);
    return path;
  };
  const kept = async (): Promise<string[]> => {
    const { rows } = await client.query<{ line: string }>(
      `SELECT date || ' ' || currency || ' ' || per_euro AS line FROM exchange_rates ORDER BY date, currency`,
    );
    return rows.map(({ line }) => line);
  };

  beforeAll(async () => {
    database = await freshDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    folder = await mkdtemp(join(tmpdir(), 'roost-rates-'));
  });
  beforeEach(() => client.query('TRUNCATE exchange_rates'));
  afterAll(async () => {
    await client.end();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it('takes a file, gzipped or not, once and again, and what has changed in it', async () => {
    const text = 'Date,USD,JPY,\n2026-04-13,1.1684,186.75,\n2026-04-10,1.1711,N/A,\n';
    expect(await loadRates(database.url, await file(text))).toEqual({ days: 2, rates: 3, changed: 3 });
    expect(await loadRates(database.url, await file(gzipSync(text)))).toEqual({ days: 2, rates: 3, changed: 0 });
    const changed = text.replace('1.1711', '1.171').replace('186.75', '186.750');
    expect(await loadRates(database.url, await file(changed))).toEqual({ days: 2, rates: 3, changed: 1 });
    expect(await kept()).toEqual(['2026-04-10 USD 1.171', '2026-04-13 JPY 186.75', '2026-04-13 USD 1.1684']);
  });

  it('takes nothing of a file with a wrong line, and says which it is', async () => {
    const path = await file('Date,USD,\n2026-04-13,1.1684,\n2026-04-10,much,\n');
    await expect(loadRates(database.url, path)).rejects.toThrow(
      'Nothing of rates.csv was loaded: line 3: "much" is no rate of USD',
    );
    expect(await kept()).toEqual([]);
  });

  it('says what it cannot read', async () => {
    await expect(loadRates(database.url, join(folder, 'none.csv'))).rejects.toThrow('none.csv cannot be read');
    const damaged = gzipSync('Date,USD,\n').subarray(0, 12);
    await expect(loadRates(database.url, await file(damaged))).rejects.toThrow('rates.csv is damaged');
  });

  it('takes those that ship where there are none, and leaves those that are there', async () => {
    const said: string[] = [];
    await loadShippedRates(database.url, (line) => said.push(line));
    const all = await kept();
    expect(all).toContain('2026-04-13 USD 1.1684');
    expect(all.length).toBeGreaterThan(14_000);
    expect(await loadRates(database.url, SHIPPED_RATES)).toMatchObject({ rates: all.length, changed: 0 });
    await client.query(`DELETE FROM exchange_rates WHERE date < '2026-04-13'`);
    await loadShippedRates(database.url, (line) => said.push(line));
    expect([(await kept()).length < 50, said.length]).toEqual([true, 1]);
  });
});
