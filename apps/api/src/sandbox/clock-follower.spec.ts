import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '#clock';
import { Database, sql } from '#database';
import { freshDatabase, startContext, testConfig, waitFor, type FreshDatabase } from '#testing';
import { SandboxClockFollower } from './clock-follower.js';

describe('a process that follows the clock', () => {
  let followed: FreshDatabase;
  let ours: FreshDatabase;

  beforeAll(async () => {
    [followed, ours] = await Promise.all([freshDatabase(), freshDatabase()]);
  });
  afterAll(() => Promise.all([followed.drop(), ours.drop()]));

  it('can end while its connection comes about: none is left that would keep it', async () => {
    const context = await startContext({ config: testConfig(ours.url), role: 'none' });
    const database = context.get(Database);
    const follower = new SandboxClockFollower(context.get(Clock), database, testConfig(followed.url));
    const connections = async (): Promise<number> =>
      (
        await database.rows(
          sql`SELECT FROM pg_stat_activity WHERE datname = ${new URL(followed.url).pathname.slice(1)}`,
        )
      ).length;
    await follower.onModuleInit();
    expect(await connections()).toBe(1);
    await follower.onApplicationShutdown();

    const late = new SandboxClockFollower(context.get(Clock), database, testConfig(followed.url));
    const listening = late.onModuleInit();
    await late.onApplicationShutdown();
    await listening;
    await waitFor('their end', async () => ((await connections()) === 0 ? true : undefined));
    await context.close();
  });
});
