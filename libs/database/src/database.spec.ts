import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EntityManager } from '@mikro-orm/postgresql';
import { freshDatabase, startContext, testConfig, waitFor, type FreshDatabase } from '#testing';
import { Database, outsideOfRequest } from './database.js';
import { databaseFailure, isUnavailable, violates } from './failures.js';
import { onCommit } from './on-commit.js';
import { firstRow, rows, sql } from './sql.js';

let database: FreshDatabase;
let app: INestApplicationContext;
let db: Database;

beforeAll(async () => {
  database = await freshDatabase();
  const connection = { poolSize: 4, statementTimeoutMs: 4000, lockTimeoutMs: 3000, poolWaitMs: 300 };
  const timeouts = { transactionTimeoutMs: 9000, idleInTransactionTimeoutMs: 8000 };
  app = await startContext({
    config: testConfig(database.url),
    role: 'none',
    connection: { ...connection, ...timeouts },
  });
  db = app.get(Database);
  await db.rows(sql`CREATE TABLE things (id integer PRIMARY KEY, count integer NOT NULL DEFAULT 0)`);
});
beforeEach(async () => {
  await db.rows(sql`TRUNCATE things`);
  await db.rows(sql`INSERT INTO things (id) VALUES (1), (2)`);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const increment = (tx: EntityManager, id: number) =>
  firstRow(tx, sql<{ count: number }>`UPDATE things SET count = count + 1 WHERE id = ${id} RETURNING count`);
const countOf = async (id: number) =>
  (await db.firstRow(sql<{ count: number }>`SELECT count FROM things WHERE id = ${id}`))?.count;

describe('transaction', () => {
  it('commits what was done, and gives what the work returned', async () => {
    expect(await db.transaction(async (tx) => (await increment(tx, 1))?.count ?? 0)).toBe(1);
    expect(await countOf(1)).toBe(1);
  });

  it('leaves nothing of work that failed', async () => {
    const failure = db.transaction(async (tx) => {
      await increment(tx, 1);
      throw new Error('no');
    });
    await expect(failure).rejects.toThrow('no');
    expect(await countOf(1)).toBe(0);
  });

  it.each(['40001', '40P01'])('runs the whole work again after %s', async (code) => {
    let runs = 0;
    await db.transaction(async (tx) => {
      runs += 1;
      await increment(tx, 1);
      if (runs < 3) await rows(tx, sql.raw(`DO $$ BEGIN RAISE EXCEPTION 'given up' USING ERRCODE = '${code}'; END $$`));
    });
    expect(runs).toBe(3);
    expect(await countOf(1)).toBe(1);
  });

  it('gives up after five runs', async () => {
    let runs = 0;
    const failure = db.transaction(async (tx) => {
      runs += 1;
      await rows(tx, sql`DO $$ BEGIN RAISE EXCEPTION 'given up' USING ERRCODE = '40001'; END $$`);
    });
    const error: unknown = await failure.catch((reason: unknown) => reason);
    expect(databaseFailure(error)?.code).toBe('40001');
    expect(isUnavailable(error)).toBe(true);
    expect(runs).toBe(5);
  });

  it('does not run work again that failed otherwise', async () => {
    let runs = 0;
    const failure = db.transaction(async (tx) => {
      runs += 1;
      await rows(tx, sql`INSERT INTO things (id) VALUES (1)`);
    });
    const error: unknown = await failure.catch((reason: unknown) => reason);
    expect(violates(error, 'things_pkey')).toBe(true);
    expect(runs).toBe(1);
  });

  it('lets two that lock each other out both come to an end', async () => {
    const both = async (first: number, second: number, met: () => Promise<void>) =>
      db.transaction(async (tx) => {
        await increment(tx, first);
        await met();
        await increment(tx, second);
      });
    let arrived = 0;
    const meet = async () => {
      arrived += 1;
      await waitFor('the other one', () => Promise.resolve(arrived >= 2 || undefined));
    };
    await Promise.all([both(1, 2, meet), both(2, 1, meet)]);
    expect([await countOf(1), await countOf(2)]).toEqual([2, 2]);
  });

  it('refuses a transaction inside a transaction, which could not commit with it', async () => {
    const nested = db.transaction(async () => db.transaction(() => Promise.resolve()));
    await expect(nested).rejects.toThrow('a transaction inside a transaction');
    const detached = db.transaction(async () => outsideOfRequest(() => db.transaction(() => Promise.resolve(7))));
    expect(await detached).toBe(7);
  });
});

describe('rows', () => {
  it('see what the transaction has done in which they are asked for, and nobody else does', async () => {
    await db.transaction(async (tx) => {
      await increment(tx, 1);
      expect(await countOf(1)).toBe(1);
      expect(await outsideOfRequest(() => countOf(1))).toBe(0);
    });
  });

  it('are read outside of a transaction that is over, also by what it has set off', async () => {
    let read: Promise<number | undefined> | undefined;
    const { promise: committed, resolve: commit } = Promise.withResolvers<void>();
    await db.transaction(async (tx) => {
      await increment(tx, 1);
      read = outsideOfRequest(() => committed.then(() => countOf(1)));
    });
    commit();
    expect(await read).toBe(1);
  });
});

describe('onCommit', () => {
  it('calls back once after the commit, however often the work ran', async () => {
    let runs = 0;
    const seen: (number | undefined)[] = [];
    await db.transaction(async (tx) => {
      runs += 1;
      await increment(tx, 1);
      onCommit(tx, () => seen.push(runs));
      if (runs < 2) await rows(tx, sql`DO $$ BEGIN RAISE EXCEPTION 'given up' USING ERRCODE = '40001'; END $$`);
    });
    expect(seen).toEqual([2]);
  });

  it('does not call back when nothing was committed', async () => {
    let called = false;
    const failure = db.transaction((tx) => {
      onCommit(tx, () => (called = true));
      return Promise.reject(new Error('no'));
    });
    await expect(failure).rejects.toThrow('no');
    expect(called).toBe(false);
  });

  it('keeps a hook that fails from making a committed transaction look failed', async () => {
    const outcome = db.transaction((tx) => {
      onCommit(tx, () => {
        throw new Error('hook');
      });
      return Promise.resolve('committed');
    });
    expect(await outcome).toBe('committed');
  });
});

describe('connections', () => {
  it('hold the configured time-outs on the server, and speak UTC', async () => {
    const names = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout'];
    const settings = await db.rows(sql<{ name: string; setting: string; value: string }>`
      SELECT name, current_setting(name) AS value
      FROM unnest(${[...names, 'TimeZone', 'jit']}::text[]) AS name`);
    expect(settings.map(({ value }) => value)).toEqual(['4s', '3s', '8s', '9s', 'UTC', 'off']);
  });

  it('are waited for only so long: then it is an honest 503', async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    let held = 0;
    const holders = Array.from({ length: 4 }, () =>
      db.transaction(async (tx) => {
        await rows(tx, sql`SELECT 1`);
        held += 1;
        await opened;
      }),
    );
    await waitFor('all connections to be held', () => Promise.resolve(held === 4 ? true : undefined));
    const asked: unknown = await db.rows(sql`SELECT 1`).catch((reason: unknown) => reason);
    const begun: unknown = await db.transaction(() => Promise.resolve()).catch((reason: unknown) => reason);
    open();
    await Promise.all(holders);
    expect([isUnavailable(asked), isUnavailable(begun)]).toEqual([true, true]);
    expect(await countOf(1)).toBe(0);
  });

  it('survive being ended by the server, which is an honest 503', async () => {
    const ended: unknown = await db.rows(sql`SELECT pg_terminate_backend(pg_backend_pid())`).catch((e: unknown) => e);
    expect(isUnavailable(ended)).toBe(true);
    expect(await waitFor('another connection', () => countOf(1).catch(() => undefined))).toBe(0);
  });
});

describe('a connection that breaks in the middle of a transaction', () => {
  /** Ends the connection of the open transaction, and resolves when the transaction has noticed. */
  async function breakConnection(tx: EntityManager): Promise<void> {
    const [backend] = await rows(tx, sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`);
    await outsideOfRequest(() => db.rows(sql`SELECT pg_terminate_backend(${backend?.pid})`));
    await waitFor('the connection to break', () =>
      rows(tx, sql`SELECT 1`).then(
        () => undefined,
        () => true,
      ),
    );
  }

  it('has the whole work run again, which is committed once', async () => {
    let runs = 0;
    await db.transaction(async (tx) => {
      runs += 1;
      await increment(tx, 1);
      if (runs === 1) await breakConnection(tx);
      await increment(tx, 2);
    });
    expect([runs, await countOf(1), await countOf(2)]).toEqual([2, 1, 1]);
  });

  it('does not have the work run again when it broke at the commit, whose end nobody knows', async () => {
    let runs = 0;
    await db.rows(sql`
      CREATE FUNCTION break_connection() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_terminate_backend(pg_backend_pid());
        RETURN NULL;
      END $$`);
    await db.rows(sql`
      CREATE CONSTRAINT TRIGGER things_break AFTER UPDATE ON things
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION break_connection()`);
    const failure = db.transaction(async (tx) => {
      runs += 1;
      await increment(tx, 1);
    });
    const error: unknown = await failure.catch((reason: unknown) => reason);
    await waitFor('another connection', () => db.rows(sql`DROP TRIGGER things_break ON things`).catch(() => undefined));
    expect(isUnavailable(error)).toBe(true);
    expect([runs, await countOf(1)]).toEqual([1, 0]);
  });

  it('costs the pool nothing, however often it breaks', async () => {
    for (let broken = 0; broken < 2; broken += 1) {
      const failure = db.transaction(async (tx) => {
        await increment(tx, 1);
        await breakConnection(tx);
        await increment(tx, 1);
      });
      const error: unknown = await failure.catch((reason: unknown) => reason);
      expect(isUnavailable(error)).toBe(true);
    }
    // More than the pool is large: each must have come back.
    await waitFor('a pool that is whole', () => countOf(1).catch(() => undefined));
    await Promise.all(Array.from({ length: 4 }, () => waitFor('each', () => countOf(1).catch(() => undefined))));
    expect(await countOf(1)).toBe(0);
  });
});

describe('values', () => {
  it('arrive as the types that the rows are declared with', async () => {
    const row = await db.firstRow(sql<Record<string, unknown>>`
      SELECT 9007199254740991::int8 AS "int8", ARRAY[1, NULL, 3]::int8[] AS "int8s", DATE '2027-02-28' AS "date",
        ARRAY[DATE '2027-02-28'] AS "dates", TIMESTAMPTZ '2027-03-01 12:00:00+02' AS "instant", '{"a":1}'::jsonb AS "json"`);
    expect(row).toEqual({
      int8: Number.MAX_SAFE_INTEGER,
      int8s: [1, null, 3],
      date: '2027-02-28',
      dates: ['2027-02-28'],
      instant: new Date('2027-03-01T10:00:00Z'),
      json: { a: 1 },
    });
  });

  it('are refused when JavaScript cannot hold them', async () => {
    await expect(db.rows(sql`SELECT 9007199254740993::int8 AS "value"`)).rejects.toThrow('beyond 2^53');
  });
});
