import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '#testing';

/** Tables of the application; those that keep the list of migrations are MikroORM's. */
const TABLES = `
  SELECT oid, relname AS name
  FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'mikro_orm%'`;

/** Every index with its columns in order, and which part of the table it holds. */
const INDEXES = `
  SELECT i.indexrelid, i.indexrelid::regclass::text AS name, i.indrelid, i.indisunique, i.indpred,
    pg_get_expr(i.indpred, i.indrelid) AS part, a.amname AS method, i.indkey::int2[] AS columns,
    (SELECT array_agg(pg_get_indexdef(i.indexrelid, n, false) || i.indoption[n - 1] ORDER BY n)
     FROM generate_series(1, i.indnkeyatts) AS n) AS keys
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_am a ON a.oid = c.relam
  JOIN (${TABLES}) t ON t.oid = i.indrelid`;

/** Each gives the names of what breaks the rule. */
const RULES: Record<string, string> = {
  'every table has a primary key': `
    SELECT name
    FROM (${TABLES}) t
    WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = t.oid AND k.contype = 'p')`,

  // By all of its columns in the first places, in any order; or by a unique key of some of them, which finds one row.
  'every foreign key has an index with its columns first': `
    SELECT k.conname AS name
    FROM pg_constraint k
    JOIN (${TABLES}) t ON t.oid = k.conrelid
    WHERE k.contype = 'f'
      AND NOT EXISTS (
        SELECT
        FROM (${INDEXES}) i
        WHERE i.indrelid = k.conrelid
          AND (i.part IS NULL AND i.columns[0 : cardinality(k.conkey) - 1] @> k.conkey
            OR i.part IS NULL AND i.indisunique AND i.columns <@ k.conkey))`,

  // One whose columns another begins with is read in its place. A unique key stays when it is of other columns than any
  // other key, or a foreign key points at it.
  'no index does what another one does': `
    SELECT one.name
    FROM (${INDEXES}) one
    JOIN (${INDEXES}) other ON other.indrelid = one.indrelid AND other.indexrelid <> one.indexrelid
    WHERE one.method = other.method
      AND one.method <> 'gist'
      AND one.part IS NOT DISTINCT FROM other.part
      AND (NOT one.indisunique AND other.keys[1 : cardinality(one.keys)] = one.keys
        OR one.indisunique AND other.indisunique AND one.keys @> other.keys
           AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.conindid = one.indexrelid))`,

  // retry_at, due_at …: empty for what is done, which is nearly all.
  'an index of a deadline that may be empty holds only what is open': `
    SELECT i.name
    FROM (${INDEXES}) i
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.columns[0]
    WHERE a.attname ~ '_(at|until)$' AND NOT a.attnotnull AND i.part IS NULL`,

  // Quotes are never swept; a booking's retry_at is looked at beside the deadline that it puts off.
  'every deadline of something open has a partial index': `
    SELECT t.name || '.' || a.attname AS name
    FROM (${TABLES}) t
    JOIN pg_attribute a ON a.attrelid = t.oid
    WHERE (a.attname IN ('retry_at', 'due_at', 'check_in_at', 'check_out_at')
        OR t.name = 'bookings' AND a.attname = 'expires_at')
      AND t.name <> 'quotes'
      AND (t.name, a.attname) <> ('bookings', 'retry_at')
      AND NOT EXISTS (
        SELECT FROM (${INDEXES}) i WHERE i.indrelid = t.oid AND i.columns[0] = a.attnum AND i.part IS NOT NULL)`,

  'an amount is a whole number': `
    SELECT t.name || '.' || a.attname AS name
    FROM (${TABLES}) t
    JOIN pg_attribute a ON a.attrelid = t.oid
    WHERE a.attname ~ '(^|_)(amounts?|total|nightly|fee|share)$|^max_per_'
      AND a.atttypid::regtype::text NOT IN ('bigint', 'bigint[]')`,

  // The prices of single nights and of seasons are in the currency of the property.
  'an amount has a currency beside it': `
    SELECT DISTINCT t.name
    FROM (${TABLES}) t
    JOIN pg_attribute a ON a.attrelid = t.oid
    WHERE a.attname ~ '(^|_)(amounts?|total|nightly|fee|share)$|^max_per_'
      AND t.name NOT IN ('rate_calendars', 'night_prices', 'seasons')
      AND NOT EXISTS (
        SELECT FROM pg_attribute c WHERE c.attrelid = t.oid AND c.attname = 'currency' AND c.atttypid = 'bpchar'::regtype)`,

  // What property_search mirrors has been checked where it comes from.
  'a currency is three capital letters': `
    SELECT t.name
    FROM (${TABLES}) t
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'currency'
    WHERE t.name <> 'property_search'
      AND NOT EXISTS (
        SELECT
        FROM pg_constraint k
        WHERE k.conrelid = t.oid AND k.contype = 'c' AND a.attnum = ANY (k.conkey)
          AND pg_get_constraintdef(k.oid) LIKE '%^[A-Z]{3}$%')`,

  // The types of events are the catalogue's and Stripe's.
  'a text that is one of several is checked': `
    SELECT t.name || '.' || a.attname AS name
    FROM (${TABLES}) t
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.atttypid = 'text'::regtype
    WHERE a.attname ~ '(^|_)(status|kind|type|mode|policy|purpose|wanted|account|method|base|roles)$'
      AND t.name NOT IN ('events', 'stripe_events', 'property_search')
      AND NOT EXISTS (
        SELECT FROM pg_constraint k WHERE k.conrelid = t.oid AND k.contype = 'c' AND a.attnum = ANY (k.conkey))`,

  'an instant has a zone': `
    SELECT t.name || '.' || a.attname AS name
    FROM (${TABLES}) t
    JOIN pg_attribute a ON a.attrelid = t.oid
    WHERE a.attnum > 0
      AND (a.atttypid = 'timestamp'::regtype OR a.attname ~ '_(at|until)$' AND a.atttypid <> 'timestamptz'::regtype)
      AND a.attname <> 'in_force_until'`,
};

describe('the schema', () => {
  let database: FreshDatabase;
  let client: pg.Client;

  const breaches = async (rule: string): Promise<string[]> => {
    const { rows } = await client.query<{ name: string }>(rule);
    return rows.map(({ name }) => name);
  };

  beforeAll(async () => {
    database = await freshDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it.each(Object.entries(RULES))('%s', async (_name, rule) => {
    expect(await breaches(rule)).toEqual([]);
  });

  it('would be found out by each of these rules', async () => {
    await client.query('BEGIN');
    await client.query(`
      CREATE TABLE careless (
        property_id uuid REFERENCES properties, amount numeric, status text, due_at timestamptz, made_at timestamp, currency char(3));
      CREATE TABLE sloppy (fee integer);
      CREATE INDEX careless_due ON careless (due_at);
      CREATE INDEX careless_status ON careless (status);
      CREATE INDEX careless_status_due ON careless (status, due_at);`);
    const broken = await Promise.all(
      Object.entries(RULES).map(async ([name, rule]) => ((await breaches(rule)).length > 0 ? [] : [name])),
    );
    await client.query('ROLLBACK');
    expect(broken.flat()).toEqual([]);
  });
});
