import { Injectable, type INestApplicationContext } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EntityManager } from '@mikro-orm/postgresql';
import { newId } from '#clock';
import { Database, rows, sql } from '#database';
import { Events, OnEvent, type DomainEvent } from '#events';
import { freshDatabase, RedisServer, startContext, testConfig, waitFor, type FreshDatabase } from '#testing';
import { SweepQueue } from './bull-queue.js';
import type { ProcessRole } from './jobs.module.js';
import { JobRunner } from './runner.js';
import { Sweep } from './sweep.decorator.js';

const INTERVAL_MS = 100;

@Injectable()
class Listener {
  constructor(readonly database: Database) {}

  @OnEvent('user.registered', { name: 'test.hear' })
  async hear(tx: EntityManager, event: DomainEvent): Promise<void> {
    await rows(tx, sql`INSERT INTO applied (event_id) VALUES (${event.id})`);
  }
}

/** A sweep that is hardly ever run by schedule, so that it shows what nudges do. */
@Injectable()
class Rare {
  looks = 0;
  gate: () => Promise<void> = () => Promise.resolve();

  @Sweep({ name: 'test.rare', everyMs: 3_600_000 })
  async look(): Promise<number> {
    this.looks += 1;
    await this.gate();
    return 0;
  }
}

let database: FreshDatabase;
let redis: RedisServer;
let contexts: INestApplicationContext[];

beforeEach(async () => {
  database = await freshDatabase();
  await database.run('CREATE TABLE applied (event_id uuid)');
  redis = await RedisServer.start();
  contexts = [];
});
afterEach(async () => {
  redis.resume();
  await Promise.all(contexts.map((context) => context.close()));
  await redis.stop();
  await database.drop();
});

/** A process of production, where requests and jobs are apart. */
async function start(role: ProcessRole, settings: Record<string, string> = {}): Promise<INestApplicationContext> {
  const config = testConfig(database.url, {
    REDIS_URL: redis.url,
    SWEEP_INTERVAL_MS: String(INTERVAL_MS),
    ...settings,
  });
  const production = { ...config, app: { ...config.app, production: true } };
  const context = await startContext({ config: production, role, providers: [Listener, Rare] });
  contexts.push(context);
  return context;
}

async function publish(app: INestApplicationContext, count: number): Promise<void> {
  for (let published = 0; published < count; published += 1) {
    await app.get(Database).transaction(async (tx) => {
      const userId = newId();
      await app.get(Events).publish(tx, 'user.registered', userId, { userId });
    });
  }
}

async function appliedCount(app: INestApplicationContext): Promise<number> {
  const found = await app.get(Database).firstRow(sql<{ count: number }>`SELECT count(*) AS count FROM applied`);
  return found?.count ?? 0;
}

/** Resolves when exactly so many deliveries have been applied. */
async function delivered(app: INestApplicationContext, count: number): Promise<void> {
  await waitFor(`${count} deliveries`, async () => ((await appliedCount(app)) >= count ? true : undefined));
  expect(await appliedCount(app)).toBe(count);
}

describe('Bull', () => {
  it('has facts that the API commits delivered by the workers, each once', async () => {
    const api = await start('api');
    await publish(api, 5);
    expect(await appliedCount(api)).toBe(0);
    await Promise.all([start('worker'), start('worker')]);
    await publish(api, 50);
    await delivered(api, 55);
  });

  it('loses nothing when Redis is killed and comes back empty', async () => {
    const [api] = await Promise.all([start('api'), start('worker')]);
    await publish(api, 3);
    await delivered(api, 3);
    await redis.kill();
    await publish(api, 3);
    await redis.restart();
    await publish(api, 3);
    await delivered(api, 9);
    await schedulesWritten();
    await publish(api, 1);
    await delivered(api, 10);
  });

  it('loses nothing to FLUSHALL, and writes the schedules again', async () => {
    const [api] = await Promise.all([start('api'), start('worker')]);
    await schedulesWritten();
    await publish(api, 10);
    await redis.command('FLUSHALL');
    await publish(api, 10);
    await delivered(api, 20);
    await schedulesWritten();
  });

  it('is done without while Redis is away from the start, or hangs', async () => {
    await redis.kill();
    const [api] = await Promise.all([start('api'), start('worker')]);
    await publish(api, 3);
    await delivered(api, 3);
    await redis.restart();
    await schedulesWritten();
    redis.pause();
    await publish(api, 3);
    await delivered(api, 6);
    redis.resume();
    await publish(api, 3);
    await delivered(api, 9);
  });

  it('is done without in the same rhythm: what looks once an hour does so once', async () => {
    await redis.kill();
    const [api, worker] = await Promise.all([start('api'), start('worker')]);
    for (let round = 1; round <= 3; round += 1) {
      await publish(api, 1);
      await delivered(api, round);
    }
    expect(worker.get(Rare).looks).toBe(1);
  });

  it('looks again for a nudge that came while a worker was looking', async () => {
    const [api, worker] = await Promise.all([start('api'), start('worker')]);
    const rare = worker.get(Rare);
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    rare.gate = () => {
      arrive();
      return opened;
    };
    await connected(api);
    api.get(JobRunner).nudge('test.rare');
    await arrived;
    for (let nudges = 0; nudges < 100; nudges += 1) api.get(JobRunner).nudge('test.rare');
    await waitFor('the second look', () => Promise.resolve(rare.looks >= 2 || undefined));
    open();
    await worker.get(JobRunner).settled();
    // A hundred nudges are one more look; one that was on its way when it began, another.
    expect(rare.looks).toBeLessThanOrEqual(3);
  });

  it('has the other sweeps run beside one that always fails', async () => {
    const [api, worker] = await Promise.all([start('api'), start('worker')]);
    worker.get(Rare).gate = () => Promise.reject(new Error('a row that nobody can take'));
    await connected(api);
    for (let round = 1; round <= 5; round += 1) {
      const looks = worker.get(Rare).looks;
      api.get(JobRunner).nudge('test.rare');
      await publish(api, 2);
      await delivered(api, round * 2);
      await waitFor('the look that fails', () => Promise.resolve(worker.get(Rare).looks > looks || undefined));
    }
  });

  it('forgets the schedules of earlier settings', async () => {
    await (await start('worker', { SWEEP_INTERVAL_MS: '5000' })).close();
    contexts = [];
    await start('worker');
    await schedulesWritten();
    await waitFor('the old ones to go', async () =>
      (await schedules()).every(([, everyMs]) => everyMs !== 5000) ? true : undefined,
    );
  });

  it('lets a process end that cannot reach Redis', async () => {
    const worker = await start('worker');
    await redis.kill();
    const began = Date.now();
    await worker.close();
    contexts = [];
    expect(Date.now() - began).toBeLessThan(5000);
  });
});

async function schedules(): Promise<[string | undefined, number][]> {
  const settings = { redisUrl: redis.url, lockMs: 60_000, intervalMs: INTERVAL_MS, concurrency: 1 };
  const queue = new SweepQueue({ ...settings, maxStalls: 1, keepCompleted: 10, keepFailedDays: 1, works: false });
  const found = await queue.queue.getRepeatableJobs();
  await queue.close(1000);
  return found.map(({ id, every }) => [id, every]);
}

async function schedulesWritten(): Promise<void> {
  const wanted = { 'every-events.deliver': INTERVAL_MS, 'every-test.rare': 3_600_000 };
  await waitFor('the schedules', async () => {
    const found = new Map(await schedules());
    return Object.entries(wanted).every(([id, everyMs]) => found.get(id) === everyMs) ? true : undefined;
  });
}

/** Resolves when nudges of this process reach Redis. */
async function connected(app: INestApplicationContext): Promise<void> {
  await waitFor('the connection', async () => {
    app.get(JobRunner).nudge('test.nobody');
    return (await redis.command('HLEN', 'bull:{roost-sweeps}:nudges')) === 0 &&
      (await redis.command('EXISTS', 'bull:{roost-sweeps}:id')) === 1
      ? true
      : undefined;
  });
}
