import { Injectable, type INestApplicationContext } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Database, rows, sql, withRecordedSteps } from '#database';
import { freshDatabase, startContext, testConfig, waitFor, type FreshDatabase } from '#testing';
import { JobRunner } from './runner.js';
import { Sweep } from './sweep.decorator.js';
import { Sweeps } from './sweeps.js';

/** Has as much to do as the test says. */
@Injectable()
class Work {
  due = 0;
  looks = 0;
  gate: () => Promise<void> = () => Promise.resolve();

  constructor(readonly database: Database) {}

  @Sweep({ name: 'test.work', everyMs: 3_600_000 })
  async take(): Promise<number> {
    this.looks += 1;
    if (this.due === 0) return 0;
    this.due -= 1;
    await this.gate();
    return 1;
  }

  @Sweep({ name: 'test.often' })
  async transact(): Promise<number> {
    await this.database.transaction(() => Promise.resolve());
    return 0;
  }
}

let database: FreshDatabase;
let app: INestApplicationContext;
let work: Work;

beforeEach(async () => {
  database = await freshDatabase();
  app = await startContext({ config: testConfig(database.url, { SWEEP_INTERVAL_MS: '20' }), providers: [Work] });
  work = app.get(Work);
  await app.get(JobRunner).settled();
});
afterEach(async () => {
  await app.close();
  await database.drop();
});

/** A gate that is shut until `open` is called; `arrived` resolves when the sweep stands before it. */
function shutGate(): { open: () => void; arrived: Promise<void> } {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  work.gate = () => {
    arrive();
    return opened;
  };
  return { open, arrived };
}

describe('the runner in this process', () => {
  it('looks at once when it is nudged, and goes on until nothing is due', async () => {
    work.due = 5;
    app.get(JobRunner).nudge('test.work');
    await app.get(JobRunner).settled();
    expect(work.due).toBe(0);
  });

  it('looks again after a nudge that came while it was looking', async () => {
    const { open, arrived } = shutGate();
    work.due = 1;
    app.get(JobRunner).nudge('test.work');
    await arrived;
    const looks = work.looks;
    app.get(JobRunner).nudge('test.work');
    app.get(JobRunner).nudge('test.work');
    open();
    // One look that finds nothing ends the first run, one more is the nudge's; two nudges are one.
    await waitFor('another look', () => Promise.resolve(work.looks >= looks + 2 || undefined));
    await app.get(JobRunner).settled();
    expect(work.looks).toBe(looks + 2);
  });

  it('finishes its batch when it is stopped, and takes no further one', async () => {
    const { open, arrived } = shutGate();
    work.due = 1000;
    app.get(JobRunner).nudge('test.work');
    await arrived;
    const stopped = app.get(JobRunner).stop();
    open();
    await stopped;
    expect(work.due).toBe(999);
    app.get(JobRunner).nudge('test.work');
    await app.get(JobRunner).settled();
    expect(work.due).toBe(999);
  });

  it('goes on after a sweep that failed', async () => {
    work.gate = () => Promise.reject(new Error('no'));
    work.due = 2;
    app.get(JobRunner).nudge('test.work');
    await app.get(JobRunner).settled();
    expect(work.due).toBe(1);
    work.gate = () => Promise.resolve();
    app.get(JobRunner).nudge('test.work');
    await app.get(JobRunner).settled();
    expect(work.due).toBe(0);
  });

  it('runs sweeps outside of the request that nudged it', async () => {
    const steps = { scope: 'nobody', key: 'no such key', lease: new Date(), recorded: [], next: 0 };
    // A transaction that was recorded here would fail: there is no such key.
    await withRecordedSteps(steps, async () => {
      app.get(JobRunner).nudge('test.often');
      await app.get(JobRunner).settled();
      expect(await app.get(Sweeps).run('test.often')).toBe(0);
    });
  });
});

describe('a process of role none', () => {
  it('neither runs sweeps by itself nor when it is nudged', async () => {
    const command = await startContext({ config: testConfig(database.url), role: 'none', providers: [Work] });
    const { looks } = command.get(Work);
    command.get(JobRunner).nudge('test.work');
    await command.get(JobRunner).settled();
    expect([looks, command.get(Work).looks]).toEqual([0, 0]);
    await command.close();
  });
});

describe('a sweep whose first row always fails', () => {
  /** Comes before `test.work`, and never gets anywhere. */
  @Injectable()
  class Poisoned {
    looks = 0;

    constructor(readonly database: Database) {}

    @Sweep({ name: 'test.a_poisoned' })
    async take(): Promise<number> {
      this.looks += 1;
      await this.database.transaction(async (tx) => {
        await rows(tx, sql`SELECT 1 / (id - 1) FROM poisoned ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`);
      });
      return 1;
    }
  }

  let poisoned: INestApplicationContext;
  beforeEach(async () => {
    await database.run('CREATE TABLE poisoned AS SELECT 1 AS id');
    const config = testConfig(database.url, { SWEEP_INTERVAL_MS: '20' });
    poisoned = await startContext({ config, providers: [Poisoned, Work] });
  });
  afterEach(() => poisoned.close());

  it('keeps no other from its work, is looked at again and again, and recovers', async () => {
    const other = poisoned.get(Work);
    other.due = 3;
    poisoned.get(JobRunner).nudge('test.work');
    await waitFor('the other sweep', () => Promise.resolve(other.due === 0 || undefined));
    await waitFor('more looks', () => Promise.resolve(poisoned.get(Poisoned).looks > 3 || undefined));
    await database.run('UPDATE poisoned SET id = 2');
    await expect(poisoned.get(Poisoned).take()).resolves.toBe(1);
  });

  it('keeps no other from its work where all are run, and is told of', async () => {
    const other = poisoned.get(Work);
    other.due = 3;
    const failure: unknown = await poisoned
      .get(Sweeps)
      .runAll()
      .catch((error: unknown) => error);
    expect(other.due).toBe(0);
    expect(failure).toMatchObject({ errors: [{ message: 'test.a_poisoned failed' }] });
  });
});

describe('sweeps', () => {
  it('are run until nothing at all is due', async () => {
    work.due = 30;
    await app.get(Sweeps).runAll();
    expect(work.due).toBe(0);
  });

  it('of one name are refused at the start', async () => {
    @Injectable()
    class Twin {
      @Sweep({ name: 'test.work' })
      take(): Promise<number> {
        return Promise.resolve(0);
      }
    }
    const twins = startContext({ config: testConfig(database.url), role: 'none', providers: [Work, Twin] });
    await expect(twins).rejects.toThrow('two sweeps are called test.work');
  });
});
