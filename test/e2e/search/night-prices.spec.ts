import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { addDays } from '#dates';
import { freshDatabase, type FreshDatabase } from '#testing';
import { nightRules, type NightRates, type Season } from '../../../apps/api/src/properties/nights.rules.js';

const AT = '2026-01-01T00:00:00Z';
const FIRST = '2057-03-01';
const DAYS = 60;

/** What is done to a place: its seasons are replaced, or the prices of its single nights, by nothing too. */
type Change = { kind: 'seasons'; seasons: Season[] } | { kind: 'nights'; first: number; amounts: (number | null)[] };

const price = fc.integer({ min: 1, max: 999 });
const season = fc.record({
  gap: fc.nat(5),
  nights: fc.integer({ min: 1, max: 12 }),
  nightly: price,
  weekend: fc.option(price),
});
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.array(season, { maxLength: 3 }).map((made) => ({ kind: 'seasons' as const, seasons: inARow(made) })),
  fc.record({
    kind: fc.constant('nights' as const),
    first: fc.nat(30),
    amounts: fc.array(fc.option(price), { maxLength: 20 }),
  }),
);

function inARow(made: { gap: number; nights: number; nightly: number; weekend: number | null }[]): Season[] {
  let date = FIRST;
  return made.map(({ gap, nights, nightly, weekend }, index) => {
    const from = addDays(date, gap);
    date = addDays(from, nights);
    return { name: `Season ${index}`, from, to: date, nightly, ...(weekend !== null && { weekendNightly: weekend }) };
  });
}

describe('what single nights cost', () => {
  let database: FreshDatabase;
  let client: pg.Client;
  let properties: string[];

  const apply = async (id: string, made: Change): Promise<void> => {
    if (made.kind === 'nights' && made.amounts.length > 0) {
      await client.query(
        `INSERT INTO rate_calendars VALUES ($1, $2, $3)
         ON CONFLICT (property_id) DO UPDATE SET first_date = EXCLUDED.first_date, amounts = EXCLUDED.amounts`,
        [id, addDays(FIRST, made.first), made.amounts],
      );
    } else if (made.kind === 'nights') await client.query('DELETE FROM rate_calendars WHERE property_id = $1', [id]);
    else await replaceSeasons(id, made.seasons);
  };
  const replaceSeasons = async (id: string, seasons: Season[]): Promise<void> => {
    await client.query('DELETE FROM seasons WHERE property_id = $1', [id]);
    for (const { name, from, to, nightly, weekendNightly } of seasons) {
      await client.query('INSERT INTO seasons VALUES (gen_random_uuid(), $1, $2, daterange($3, $4), $5, $6)', [
        id,
        name,
        from,
        to,
        nightly,
        weekendNightly,
      ]);
    }
  };
  const kept = async (id: string): Promise<(number | null)[]> => {
    const { rows } = await client.query<{ amount: number | null }>(
      `SELECT n.amounts[$2::date + day - n.first_date + 1]::integer AS amount
       FROM generate_series(0, $3::integer - 1) AS day
       LEFT JOIN night_prices n ON n.property_id = $1
       ORDER BY day`,
      [id, FIRST, DAYS],
    );
    return rows.map(({ amount }) => amount);
  };
  const wanted = (changes: Change[]): (number | null)[] => {
    const seasons = changes.findLast((made) => made.kind === 'seasons')?.seasons ?? [];
    const nights = changes.findLast((made) => made.kind === 'nights');
    const own = nights?.amounts.flatMap((amount, day) =>
      amount === null ? [] : [[addDays(FIRST, nights.first + day), amount] as const],
    );
    const rates: NightRates = { nightly: -1, seasons, overrides: new Map(own) };
    return Array.from({ length: DAYS }, (_, day) => {
      const last = nightRules(rates, addDays(FIRST, day)).at(-1)?.amount ?? -1;
      return last === -1 ? null : last;
    });
  };

  beforeAll(async () => {
    database = await freshDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  beforeEach(async () => {
    const host = randomUUID();
    await client.query(
      `INSERT INTO users (id, first_name, last_name, created_at, updated_at) VALUES ($1, 'Ada', '', $2, $2)`,
      [host, AT],
    );
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO properties (id, host_id, status, title, type, room_type, city, country, latitude, longitude, time_zone,
         guests, bedrooms, beds, bathrooms, currency, nightly, created_at, updated_at)
       SELECT gen_random_uuid(), $1, 'published', 'Flat', 'apartment', 'entire_place', 'Albany', 'US', 42.65, -73.75,
         'America/New_York', 2, 1, 1, 1, 'USD', 9000, $2, $2
       FROM generate_series(1, 2)
       RETURNING id`,
      [host, AT],
    );
    properties = rows.map(({ id }) => id);
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('is what seasons and prices of single nights say, after any changes of two places', async () => {
    const changes = fc.array(fc.tuple(fc.nat(1), change), { minLength: 1, maxLength: 8 });
    const holds = fc.asyncProperty(changes, async (made) => {
      for (const [which, each] of made) await apply(properties[which] ?? '', each);
      for (const [which, id] of properties.entries()) {
        const own = made.filter(([of]) => of === which).map(([, each]) => each);
        expect(await kept(id)).toEqual(wanted(own));
      }
      await client.query('DELETE FROM seasons');
      await client.query('DELETE FROM rate_calendars');
      expect((await client.query('SELECT FROM night_prices')).rowCount).toBe(0);
    });
    await fc.assert(holds, { numRuns: 60 });
  });

  it('is written for many places in one statement, those with seasons and those without', async () => {
    const [one = '', other = ''] = properties;
    await replaceSeasons(one, [{ name: 'S', from: FIRST, to: addDays(FIRST, 3), nightly: 5 }]);
    await client.query(
      `INSERT INTO rate_calendars SELECT id, $2, '{NULL,7}' FROM unnest($1::uuid[]) AS p (id)
       ON CONFLICT (property_id) DO UPDATE SET amounts = EXCLUDED.amounts`,
      [properties, FIRST],
    );
    expect([(await kept(one)).slice(0, 4), (await kept(other)).slice(0, 4)]).toEqual([
      [5, 7, 5, null],
      [null, 7, null, null],
    ]);
    await client.query(`UPDATE rate_calendars SET amounts = '{8}'`);
    expect([(await kept(one)).slice(0, 4), (await kept(other)).slice(0, 4)]).toEqual([
      [8, 5, 5, null],
      [8, null, null, null],
    ]);
    await client.query('UPDATE seasons SET nightly = 6');
    expect((await kept(one)).slice(0, 4)).toEqual([8, 6, 6, null]);
  });

  it('goes with its place', async () => {
    const [one = ''] = properties;
    await replaceSeasons(one, [{ name: 'S', from: FIRST, to: addDays(FIRST, 3), nightly: 5 }]);
    await client.query(`INSERT INTO rate_calendars VALUES ($1, $2, '{1}')`, [one, FIRST]);
    await client.query('DELETE FROM properties WHERE id = $1', [one]);
    const left = `SELECT FROM night_prices WHERE property_id = $1 UNION ALL SELECT FROM seasons WHERE property_id = $1`;
    expect((await client.query(left, [one])).rowCount).toBe(0);
  });
});
