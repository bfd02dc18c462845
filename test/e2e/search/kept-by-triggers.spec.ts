import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshDatabase } from '#testing';

const AT = '2026-01-01T00:00:00Z';
/** The rows that are not as they have to be, in either direction. */
const DIFFERENCES = `
  WITH wanted AS (
    SELECT property_id, to_jsonb(v) || jsonb_build_object('busy', busy_nights(property_id, preparation_nights)) AS line
    FROM searchable_properties v
  ), kept AS (
    SELECT property_id, to_jsonb(s) AS line
    FROM property_search s
  )
  SELECT *
  FROM wanted
  FULL JOIN kept USING (property_id)
  WHERE wanted.line IS DISTINCT FROM kept.line`;

describe('the rows that are searched', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let pool: pg.Pool;
  let host: string;
  let property: string;

  const addProperty = async (status: string): Promise<string> => {
    const { rows } = await pool.query<{ id: string }>(
      `INSERT INTO properties (id, host_id, status, title, type, room_type, city, country, latitude, longitude, time_zone,
         guests, bedrooms, beds, bathrooms, currency, nightly, created_at, updated_at)
       VALUES ($1, $2, $3, 'Flat', 'apartment', 'entire_place', 'Albany', 'US', 42.65, -73.75, 'America/New_York', 2, 1, 1, 1,
         'USD', 9000, $4, $4)
       RETURNING id`,
      [randomUUID(), host, status, AT],
    );
    return rows[0]?.id ?? '';
  };
  const claim = async (client: pg.ClientBase | pg.Pool, stay: string): Promise<void> => {
    const values = [randomUUID(), property, stay, AT];
    await client.query(
      `INSERT INTO claims (id, property_id, stay, kind, created_at) VALUES ($1, $2, $3, 'block', $4)`,
      values,
    );
  };
  const publish = async (client: pg.ClientBase | pg.Pool): Promise<void> => {
    await client.query(`UPDATE properties SET status = 'published' WHERE id = $1`, [property]);
  };
  const busy = async (): Promise<string | undefined> => {
    const { rows } = await pool.query<{ busy: string }>('SELECT busy FROM property_search WHERE property_id = $1', [
      property,
    ]);
    return rows[0]?.busy;
  };
  const differences = async (): Promise<object[]> => (await pool.query<object>(DIFFERENCES)).rows;

  /** Does `first` without committing, lets `second` begin and wait, commits. */
  const oneAfterAnother = async (
    first: (client: pg.PoolClient) => Promise<void>,
    second: (client: pg.PoolClient) => Promise<void>,
  ) => {
    const [one, two] = await Promise.all([pool.connect(), pool.connect()]);
    await one.query('BEGIN');
    await first(one);
    const waiting = second(two);
    await untilSomeoneWaits();
    await one.query('COMMIT');
    await waiting;
    one.release();
    two.release();
  };
  const untilSomeoneWaits = async (): Promise<void> => {
    for (;;) {
      const { rows } = await pool.query(
        'SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = $1',
        ['Lock'],
      );
      if (rows.length > 0) return;
    }
  };

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 8 });
    host = randomUUID();
    await pool.query(
      `INSERT INTO users (id, first_name, last_name, created_at, updated_at) VALUES ($1, 'Ada', '', $2, $2)`,
      [host, AT],
    );
  });

  beforeEach(async () => {
    property = await addProperty('published');
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('have both claims when two are made at once', async () => {
    await oneAfterAnother(
      (client) => claim(client, '[2128-01-01,2128-01-03)'),
      (client) => claim(client, '[2128-01-05,2128-01-07)'),
    );
    expect(await busy()).toBe('{[2128-01-01,2128-01-03),[2128-01-05,2128-01-07)}');
  });

  it('have the nights that are claimed while the place is being published', async () => {
    property = await addProperty('draft');
    await oneAfterAnother((client) => claim(client, '[2128-01-01,2128-01-03)'), publish);
    expect(await busy()).toBe('{[2128-01-01,2128-01-03)}');
  });

  it('have the nights that are claimed just after the place was published', async () => {
    property = await addProperty('draft');
    await oneAfterAnother(publish, (client) => claim(client, '[2128-01-01,2128-01-03)'));
    expect(await busy()).toBe('{[2128-01-01,2128-01-03)}');
  });

  const setRule = async (client: pg.ClientBase | pg.Pool, date: string, id = property): Promise<void> => {
    await client.query('SELECT FROM calendars WHERE property_id = $1 FOR UPDATE', [id]);
    await client.query('INSERT INTO date_rules (property_id, date, min_nights) VALUES ($1, $2, 3)', [id, date]);
  };
  const hasRules = async (): Promise<boolean | undefined> => {
    const { rows } = await pool.query<{ has: boolean }>(
      'SELECT has_date_rules AS has FROM property_search WHERE property_id = $1',
      [property],
    );
    return rows[0]?.has;
  };

  it('know whether there are rules of dates', async () => {
    expect(await hasRules()).toBe(false);
    await setRule(pool, '2128-01-01');
    await setRule(pool, '2128-01-02');
    expect(await hasRules()).toBe(true);
    await pool.query(`DELETE FROM date_rules WHERE property_id = $1 AND date = '2128-01-01'`, [property]);
    expect(await hasRules()).toBe(true);
    await pool.query('DELETE FROM date_rules WHERE property_id = $1', [property]);
    expect(await hasRules()).toBe(false);
  });

  it('know of the first rule, whatever else is written of the place meanwhile', async () => {
    await oneAfterAnother(
      (client) => setRule(client, '2128-01-01'),
      async (client) => {
        await client.query(
          'UPDATE properties SET rating_sum = rating_sum + 5, rating_count = rating_count + 1 WHERE id = $1',
          [property],
        );
      },
    );
    expect([await hasRules(), await differences()]).toEqual([true, []]);
  });

  it('know of a rule that is set while the last one of the past is forgotten, in either order', async () => {
    const forget = async (client: pg.ClientBase): Promise<void> => {
      await client.query(`DELETE FROM date_rules WHERE property_id = $1 AND date = '2020-01-01'`, [property]);
    };
    await setRule(pool, '2020-01-01');
    await oneAfterAnother((client) => setRule(client, '2128-01-01'), forget);
    expect(await hasRules()).toBe(true);
    property = await addProperty('published');
    await setRule(pool, '2020-01-01');
    await oneAfterAnother(forget, (client) => setRule(client, '2128-01-01'));
    expect([await hasRules(), await differences()]).toEqual([true, []]);
  });

  it('know of a rule that is set while the place is being published, and just after', async () => {
    property = await addProperty('draft');
    await oneAfterAnother((client) => setRule(client, '2128-01-01'), publish);
    expect(await hasRules()).toBe(true);
    property = await addProperty('draft');
    await oneAfterAnother(publish, (client) => setRule(client, '2128-01-01'));
    expect([await hasRules(), await differences()]).toEqual([true, []]);
  });

  it('are as they have to be after many changes at once', async () => {
    const properties = await Promise.all(Array.from({ length: 5 }, () => addProperty('published')));
    const changes = Array.from({ length: 200 }, (_, n) => [properties[n % 5], n] as const);
    await Promise.all(
      changes.map(async ([id, n]) => {
        const day = `DATE '2128-01-01' + ${n * 3}`;
        await pool.query(
          n % 4 === 0
            ? `UPDATE properties SET preparation_nights = ${n % 7}, rating_sum = rating_sum + 4, rating_count = rating_count + 1 WHERE id = '${id}'`
            : n % 4 === 1
              ? `UPDATE properties SET status = CASE status WHEN 'published' THEN 'paused' ELSE 'published' END WHERE id = '${id}'`
              : `INSERT INTO claims (id, property_id, stay, kind, created_at) VALUES (gen_random_uuid(), '${id}', daterange(${day}, ${day} + 2), 'imported', '${AT}')`,
        );
      }),
    );
    await pool.query(`DELETE FROM claims WHERE upper(stay) < '2128-07-01'`);
    await pool.query(`UPDATE claims SET stay = daterange(lower(stay), upper(stay) + 1)`);
    expect(await differences()).toEqual([]);
  });

  it('go with their properties', async () => {
    await pool.query('DELETE FROM properties WHERE id = $1', [property]);
    expect(await busy()).toBeUndefined();
  });
});
