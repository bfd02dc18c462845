import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '#testing';
import { loadTaxes, SHIPPED_TAXES } from './load-taxes.js';

const RULE = {
  code: 'fr-town-stay',
  name: 'Stay tax',
  authority: 'Town',
  country: 'FR',
  city: 'Town',
  kind: 'per_night',
  amount: 100,
  currency: 'EUR',
  inForceFrom: '2026-01-01',
  source: 'Town code, § 1',
};
const PERCENT = {
  ...RULE,
  code: 'fr-town-share',
  kind: 'percent',
  amount: undefined,
  basisPoints: 12.5,
  base: ['night'],
  onTaxes: ['fr-town-stay'],
};

describe('loading taxes', () => {
  let database: FreshDatabase;
  let client: pg.Client;
  let folder: string;

  const load = async (...rules: object[]) => {
    const path = join(folder, 'town.json');
    await writeFile(path, JSON.stringify({ rules }));
    return loadTaxes(database.url, [path]);
  };
  const kept = async (): Promise<string[]> => {
    const { rows } = await client.query<{ line: string }>(
      `SELECT concat_ws(' ', code, COALESCE(amount, basis_points), in_force_from, COALESCE(in_force_until::text, 'on')) AS line
       FROM tax_rules ORDER BY code, in_force_from`,
    );
    return rows.map(({ line }) => line);
  };

  beforeAll(async () => {
    database = await freshDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    folder = await mkdtemp(join(tmpdir(), 'roost-taxes-'));
  });
  beforeEach(() => client.query('TRUNCATE tax_rules'));
  afterAll(async () => {
    await client.end();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it('takes a file once and again', async () => {
    expect(await load(RULE, PERCENT)).toEqual({ files: 1, rules: 2, changed: 2 });
    expect(await load(RULE, PERCENT)).toEqual({ files: 1, rules: 2, changed: 0 });
    expect(await kept()).toEqual(['fr-town-share 12.500 2026-01-01 on', 'fr-town-stay 100 2026-01-01 on']);
  });

  it('ends what was in force where a new rate begins, and replaces what was to come', async () => {
    await load({ ...RULE, inForceUntil: '2027-01-01' }, { ...RULE, amount: 150, inForceFrom: '2027-01-01' });
    expect(await load({ ...RULE, amount: 200, inForceFrom: '2026-07-01' })).toMatchObject({ changed: 2 });
    expect(await kept()).toEqual(['fr-town-stay 100 2026-01-01 2026-07-01', 'fr-town-stay 200 2026-07-01 on']);
  });

  it('takes a version that is in force since ever in the place of all others', async () => {
    await load(RULE);
    await load({ ...RULE, inForceFrom: undefined, amount: 300 });
    expect(await kept()).toEqual(['fr-town-stay 300 on']);
  });

  it('leaves rules of other codes, and those without one', async () => {
    await client.query(
      `INSERT INTO tax_rules (name, authority, country, kind, amount, currency) VALUES ('Own', 'Own', 'FR', 'per_night', 7, 'EUR')`,
    );
    await load(RULE);
    await load({ ...RULE, code: 'fr-town-other' });
    expect(await kept()).toHaveLength(3);
  });

  it('takes nothing where a rule is wrong, and says all that is', async () => {
    const wrong = { ...RULE, basisPoints: 1.2345, country: 'France', inForceFrom: '2026-02-30', colour: 'red' };
    await expect(load(RULE, { ...wrong, source: undefined }, [7])).rejects.toThrow(
      'No taxes were loaded: town.json: rules[1]: colour is not known; town.json: rules[1]: country must be a country of ' +
        'ISO 3166-1, e.g. FR; town.json: rules[1]: basisPoints must be a number from 0 to 50000 with at most three decimals; ' +
        'town.json: rules[1]: inForceFrom must be a date, YYYY-MM-DD; town.json: rules[1]: source must be the law that it ' +
        'is by; town.json: rules[2]: must be an object',
    );
    expect(await kept()).toEqual([]);
  });

  it.each<[string, object[]]>([
    ['a percentage needs basisPoints and base', [{ ...PERCENT, base: undefined }, RULE]],
    ['a percentage has no amount', [{ ...PERCENT, amount: 1 }, RULE]],
    ['amount is missing', [{ ...RULE, amount: undefined }]],
    ['only percentages have a base', [{ ...RULE, base: ['night'] }]],
    ['amount, maxPerStay need a currency', [{ ...RULE, maxPerStay: 1, currency: undefined }]],
    ['pricePer belongs to priceFrom', [{ ...RULE, priceFrom: 1 }]],
    ['priceFrom must be less than priceBelow', [{ ...RULE, pricePer: 'night', priceFrom: 2, priceBelow: 2 }]],
    ['inForceFrom must be before inForceUntil', [{ ...RULE, inForceUntil: '2026-01-01' }]],
    ['lastNight is before firstNight', [{ ...RULE, firstNight: 3, lastNight: 2 }]],
    ['fr-town-share is on fr-town-stay, which is no tax of this file', [PERCENT]],
    ['fr-town-stay has versions that are in force on the same night', [RULE, { ...RULE, inForceFrom: '2027-01-01' }]],
    ['has no rules', []],
  ])('refuses what the table would not take: %s', async (fault, rules) => {
    await expect(load(...rules)).rejects.toThrow(fault);
  });

  it('says what it cannot read', async () => {
    const path = join(folder, 'broken.json');
    await writeFile(path, '{');
    await expect(loadTaxes(database.url, [path])).rejects.toThrow('broken.json: is no JSON');
    await writeFile(path, '[]');
    await expect(loadTaxes(database.url, [path])).rejects.toThrow('broken.json: has no list of rules');
    await expect(loadTaxes(database.url, [join(folder, 'none')])).rejects.toThrow('none cannot be read');
  });

  it('takes the examples that ship, all of them', async () => {
    const loaded = await loadTaxes(database.url, [SHIPPED_TAXES]);
    expect(await kept()).toHaveLength(loaded.rules);
    expect(loaded.files).toBeGreaterThanOrEqual(14);
    expect(await loadTaxes(database.url, [SHIPPED_TAXES])).toEqual({ ...loaded, changed: 0 });
  });
});
