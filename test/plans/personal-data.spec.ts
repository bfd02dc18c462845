import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Database, sql } from '#database';
import { PersonalData } from '#personal-data';
import { freshDatabase, testConfig, type FreshDatabase } from '#testing';
import { AppModule } from '../../apps/api/src/app.module.js';

/** Columns that point at an account. */
const OF_ACCOUNTS = `
  SELECT c.relname AS table, a.attname AS column, c.oid
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
  WHERE k.contype = 'f'
    AND k.confrelid = 'users'::regclass`;

/** Tables that may hold something of a person: by whom a row is of, what kind of text it has, or what it is called. */
const PERSONAL = `
  SELECT DISTINCT c.relname AS table
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind = 'r'
    AND c.relnamespace = 'public'::regnamespace
    AND c.relname NOT LIKE 'mikro_orm%'
    AND (a.atttypid = 'citext'::regtype
      OR a.attname ~ '(e_?mail|recipient|network|user_agent|_name|phone|address|message|comment|note|description|payload|body|reason)'
      OR a.attname ~ '^(name|title|bio|photo|ip|scope|handle)$'
      OR c.oid IN (SELECT oid FROM (${OF_ACCOUNTS}) accounts))
  ORDER BY 1`;

/** Columns by which something new could be written of an account that was erased. */
const UNGUARDED = `
  SELECT o.table || '.' || o.column AS name
  FROM (${OF_ACCOUNTS}) o
  WHERE NOT EXISTS (
      SELECT
      FROM pg_trigger t
      WHERE t.tgrelid = o.oid
        AND t.tgfoid = 'refuse_erased'::regproc
        AND (t.tgtype & 4) = 4
        AND o.column = ANY (string_to_array(rtrim(encode(t.tgargs, 'escape'), '\\000'), '\\000')))
  ORDER BY 1`;

/** Holds nothing of people, whatever its columns are called. */
const OF_NOBODY = new Map([
  ['tax_rules', 'names of taxes'],
  ['file_removals', 'names of files, which are ids'],
  ['gazetteer_places', 'names of cities'],
  ['gazetteer_names', 'names of cities'],
]);

const NOBODY = '0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90';

describe('what is held of people', () => {
  let database: FreshDatabase;
  let client: pg.Client;
  let context: INestApplicationContext;
  let data: PersonalData;
  let folder: string;

  const tables = async (statement: string): Promise<string[]> =>
    (await client.query<{ table: string }>(statement)).rows.map(({ table }) => table);
  const declared = () => new Set([...data.told().flatMap((told) => told.tables), ...data.untold().keys()]);

  beforeAll(async () => {
    database = await freshDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    folder = await mkdtemp(join(tmpdir(), 'roost-personal-data-'));
    const config = testConfig(database.url, { DATA_DIR: folder });
    const stripe = { ...config.stripe, apiBase: 'http://127.0.0.1:1', secretKey: 'sk_test_none' };
    const app = AppModule.forRoot({ ...config, stripe }, 'none');
    context = await NestFactory.createApplicationContext(app, { logger: false, abortOnError: false });
    data = context.get(PersonalData);
  });
  afterAll(async () => {
    await context.close();
    await client.end();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it('is told of by some room, or not told for a reason: no table is forgotten', async () => {
    const known = declared();
    const forgotten = (await tables(PERSONAL)).filter((table) => !known.has(table) && !OF_NOBODY.has(table));
    expect(forgotten).toEqual([]);
  });

  it('is in tables that there are', async () => {
    const there = new Set(await tables(`SELECT relname AS table FROM pg_class WHERE relkind = 'r'`));
    expect([...declared(), ...OF_NOBODY.keys()].filter((table) => !there.has(table))).toEqual([]);
  });

  it('is told or not told, and not both', () => {
    const told = new Set(data.told().flatMap((each) => each.tables));
    expect([...data.untold().keys()].filter((table) => told.has(table))).toEqual([]);
    expect([...data.untold().values()].filter((reason) => reason.length < 10)).toEqual([]);
  });

  it('has an id in each list, by which it is read in pages', async () => {
    const database = context.get(Database);
    for (const { file, rows } of data.told()) {
      const page = sql`SELECT told.id FROM (${rows(NOBODY)}) told ORDER BY told.id`;
      expect({ file, found: await database.rows(page) }).toEqual({ file, found: [] });
    }
  });

  it('is not added to once an account was erased: every column that names one is guarded', async () => {
    const { rows } = await client.query<{ name: string }>(UNGUARDED);
    expect(rows.map(({ name }) => name)).toEqual([]);
  });

  it('would be found missing by each of these rules', async () => {
    await client.query('BEGIN');
    await client.query('CREATE TABLE diaries (id uuid PRIMARY KEY, writer_id uuid REFERENCES users)');
    await client.query('CREATE TABLE letters_received (id uuid PRIMARY KEY, sender_email text)');
    const known = declared();
    const forgotten = (await tables(PERSONAL)).filter((table) => !known.has(table) && !OF_NOBODY.has(table));
    const { rows } = await client.query<{ name: string }>(UNGUARDED);
    await client.query('ROLLBACK');
    expect(forgotten).toEqual(['diaries', 'letters_received']);
    expect(rows).toEqual([{ name: 'diaries.writer_id' }]);
  });
});
