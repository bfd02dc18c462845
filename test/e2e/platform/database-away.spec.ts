import { Injectable, type INestApplicationContext } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Database, sql } from '#database';
import { JobRunner, Sweep } from '#jobs';
import { freshDatabase, startContext, testConfig, waitFor, type FreshDatabase } from '#testing';
import { PostgresProxy } from '../support/postgres-proxy.js';

/** Two sweeps, of which one is told to fail in a way of its own. */
@Injectable()
class Work {
  looks = 0;
  failure: string | undefined;

  constructor(readonly database: Database) {}

  @Sweep({ name: 'test.one' })
  async one(): Promise<number> {
    this.looks += 1;
    await this.database.rows(sql`SELECT 1`);
    if (this.failure !== undefined) throw new Error(this.failure);
    return 0;
  }

  @Sweep({ name: 'test.other' })
  async other(): Promise<number> {
    await this.database.rows(sql`SELECT 1`);
    return 0;
  }
}

let database: FreshDatabase;
let way: PostgresProxy;
let app: INestApplicationContext;
let work: Work;
let log: { text: string; stack: boolean }[];

beforeEach(async () => {
  database = await freshDatabase();
  way = await PostgresProxy.start(database.url, () => ({}));
  app = await startContext({ config: testConfig(way.url, { SWEEP_INTERVAL_MS: '20' }), providers: [Work] });
  work = app.get(Work);
  log = [];
  const note = (message: unknown, ...rest: unknown[]): void => {
    const [text] = rest.filter((part) => typeof part === 'string');
    log.push({
      text: typeof message === 'string' ? message : (text ?? ''),
      stack: JSON.stringify(message).includes('err'),
    });
  };
  app.useLogger({ log: note, warn: note, error: note });
});
afterEach(async () => {
  await app.close();
  await way.stop();
  await database.drop();
});

/** Resolves when each sweep has looked some more times. */
async function looksMore(): Promise<void> {
  const before = work.looks;
  await waitFor('more looks', () => Promise.resolve(work.looks > before + 10 || undefined));
}

describe('sweeps while the database is away', () => {
  it('are told of in one line without a stack when it goes, and one when it is back, not at every look', async () => {
    const port = Number(new URL(way.url).port);
    await way.stop();
    await looksMore();
    way = await PostgresProxy.start(database.url, () => ({}), port);
    await waitFor('its return', () => Promise.resolve(log.length > 1 || undefined));
    await looksMore();
    await app.get(JobRunner).stop();
    expect(log).toEqual([
      { text: expect.stringMatching(/^sweeps fail for want of a connection: ./), stack: false },
      { text: 'sweeps have a connection again', stack: false },
    ]);
  });

  it('are told of by name, and once a minute, when one fails otherwise again and again', async () => {
    work.failure = 'a row that nobody can take';
    await looksMore();
    work.failure = 'another row';
    await looksMore();
    work.failure = undefined;
    await looksMore();
    expect(log.map(({ text }) => text)).toEqual(['sweep failed', 'sweep failed', 'test.one fails no more']);
  });
});
