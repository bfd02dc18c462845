import type { INestApplicationContext } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '#clock';
import { Database, outsideOfRequest, rows, sql } from '#database';
import { DAY_MS } from '#dates';
import { freshDatabase, startContext, testConfig, type FreshDatabase } from '#testing';
import { forgets, type Retention } from './retention.js';
import { Sweeps } from './sweeps.js';

const usual: Retention = {
  table: 'things',
  since: 'done_at',
  unless: 'EXISTS (SELECT FROM holders h WHERE h.thing_id = things.id)',
  days: () => 10,
};

let database: FreshDatabase;
let contexts: INestApplicationContext[];

beforeEach(async () => {
  database = await freshDatabase();
  contexts = [];
  await database.run('CREATE TABLE things (id integer PRIMARY KEY, done_at timestamptz)');
  await database.run('CREATE TABLE holders (thing_id integer REFERENCES things)');
});
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  await database.drop();
});

async function start(retention = usual): Promise<INestApplicationContext> {
  const providers = [forgets(retention)];
  const context = await startContext({ config: testConfig(database.url), role: 'none', providers });
  contexts.push(context);
  return context;
}

const forget = (context: INestApplicationContext) => context.get(Sweeps).run('things.forget');
/** Makes things that were done one second after the other, the last of them `days` ago. */
const make = (count: number, days: number, firstId = 1) =>
  database.run(`
    INSERT INTO things
    SELECT ${firstId - 1} + n, now() - interval '${days} days' - (${count} - n) * interval '1 second'
    FROM generate_series(1, ${count}) n`);
const left = async (context: INestApplicationContext) =>
  (await context.get(Database).rows(sql<{ id: number }>`SELECT id FROM things ORDER BY id`)).map(({ id }) => id);

describe('what is not kept for ever', () => {
  it('goes when its days are over by the application’s clock, and not before', async () => {
    const app = await start();
    await make(2, 0);
    await database.run('INSERT INTO things VALUES (3, NULL)');
    app.get(Clock).setOffset(9.9 * DAY_MS);
    expect(await forget(app)).toBe(0);
    app.get(Clock).setOffset(10.1 * DAY_MS);
    expect(await forget(app)).toBe(2);
    expect(await left(app)).toEqual([3]);
  });

  it('goes by wall time where that is meant, however the clock is moved', async () => {
    const app = await start({ ...usual, time: 'wall' });
    await make(1, 9);
    await make(1, 11, 2);
    app.get(Clock).setOffset(1000 * DAY_MS);
    expect(await forget(app)).toBe(1);
    expect(await left(app)).toEqual([1]);
  });

  it('stays where it is not of the rows that are meant', async () => {
    const app = await start({ ...usual, where: 'id % 2 = 0' });
    await make(6, 20);
    expect(await forget(app)).toBe(3);
    expect(await left(app)).toEqual([1, 3, 5]);
  });

  it('stays while somebody holds on to it, and hides nothing that lies behind', async () => {
    const app = await start();
    await make(4500, 20);
    await database.run('INSERT INTO holders SELECT id FROM things WHERE id BETWEEN 2 AND 2500 OR id = 4500');
    expect(await forget(app)).toBe(2000);
    expect(await left(app)).toHaveLength(2500);
    await database.run('DELETE FROM holders WHERE thing_id = 2');
    expect(await forget(app)).toBe(1);
  });

  it('does not stand still where more than a page of kept rows is of one millisecond', async () => {
    const app = await start();
    await database.run(`
      INSERT INTO things
      SELECT n, date_trunc('milliseconds', now()) - interval '20 days' + CASE WHEN n > 1500 THEN interval '7 microseconds' ELSE '0' END
      FROM generate_series(1, 3000) n`);
    await database.run('INSERT INTO holders SELECT id FROM things WHERE id <> 3000');
    expect(await forget(app)).toBe(1);
    expect(await left(app)).toHaveLength(2999);
  });

  it('is not locked, nor written to, when it stays', async () => {
    const app = await start({ ...usual, unless: 'id = 2' });
    await make(3, 20);
    expect(await forget(app)).toBe(2);
    const kept = await app.get(Database).rows(sql`SELECT id, xmax::text AS "lockedBy" FROM things`);
    expect(kept).toEqual([{ id: 2, lockedBy: '0' }]);
  });

  it('is shared out between processes', async () => {
    const processes = await Promise.all([start(), start(), start()]);
    await make(4000, 20);
    const gone = await Promise.all(processes.map(forget));
    const rest = await Promise.all(processes.map(forget));
    expect([...gone, ...rest].reduce((all, each) => all + each, 0)).toBe(4000);
  });

  it('is not waited for when somebody else is at it', async () => {
    const app = await start();
    await make(3, 20);
    await app.get(Database).transaction(async (tx) => {
      await rows(tx, sql`SELECT FROM things WHERE id = 2 FOR UPDATE`);
      expect(await outsideOfRequest(() => forget(app))).toBe(2);
    });
    expect(await left(app)).toEqual([2]);
  });
});
