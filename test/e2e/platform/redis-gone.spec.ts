import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { book, expectStatus, pay, person, place, RedisServer, TestApp, waitFor, type Person } from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { expectWhole } from '../support/whole.js';

const WORKER = fileURLToPath(new URL('../../../apps/api/src/worker.js', import.meta.url));
const AT_ONCE = 4;

describe('two API processes and a worker, whose Redis', () => {
  let redis: RedisServer;
  let first: TestApp;
  let second: TestApp;
  let worker: ChildProcess;
  let workerDir: string;
  let guests: [TestApp, Person][];
  let propertyId: string;
  let night = 0;

  beforeAll(async () => {
    redis = await RedisServer.start();
    const settings = { REDIS_URL: redis.url, LOG_LEVEL: 'silent', SWEEP_INTERVAL_MS: '200' };
    first = await TestApp.start(settings);
    second = await first.join(settings);
    workerDir = await mkdtemp(join(tmpdir(), 'roost-worker-'));
    worker = spawn(process.execPath, [WORKER], {
      env: {
        ...settings,
        NODE_ENV: 'test',
        DATABASE_URL: first.database.url,
        DATA_DIR: workerDir,
        ...(await first.sharedSettings()),
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    propertyId = await place(first, await person(first, 'Hanna'));
    guests = [
      [first, await person(first, 'Gil')],
      [second, await person(second, 'Olga')],
    ];
  });

  afterAll(async () => {
    redis.resume();
    worker.kill('SIGTERM');
    await once(worker, 'exit');
    await second.stop();
    await first.stop();
    await redis.stop();
    await rm(workerDir, { recursive: true, force: true });
  });

  /** Books and pays some nights at once, by both processes. */
  const sell = async (): Promise<void> => {
    const nights = Array.from({ length: AT_ONCE }, () => (night += 1));
    await Promise.all(
      nights.map(async (each) => {
        const [app, guest] = guests[each % guests.length] as [TestApp, Person];
        const stay = { propertyId, checkIn: ahead(each), checkOut: ahead(each + 1) };
        expectStatus(await pay(app, (await book(app, guest, stay)).payment), 200);
      }),
    );
  };

  /** Every booking so far is confirmed, every fact delivered, and both sides have had one letter about each. */
  const expectDone = async (): Promise<void> => {
    await waitFor('all that was set off', async () => {
      const open = await first.sql(`
        SELECT FROM bookings WHERE status <> 'confirmed'
        UNION ALL
        SELECT FROM event_deliveries WHERE handled_at IS NULL
        UNION ALL
        SELECT FROM mails WHERE sent_at IS NULL`);
      return open.length === 0 ? true : undefined;
    });
    const sold = await first.sql(`
      SELECT count(*)::integer AS bookings,
        (SELECT count(*)::integer FROM mails WHERE subject !~ '^(Welcome|Confirm your e-mail)') AS letters
      FROM bookings`);
    expect(sold).toEqual([{ bookings: night, letters: 2 * night }]);
    await expectWhole(first);
  };

  it('is killed in the middle: nothing is lost or done twice', async () => {
    await sell();
    const selling = sell();
    await redis.kill();
    await selling;
    await sell();
    await expectDone();
  });

  it('comes back empty', async () => {
    const selling = sell();
    await redis.restart();
    await selling;
    await sell();
    await expectDone();
  });

  it('is flushed in the middle', async () => {
    const selling = sell();
    await redis.command('FLUSHALL');
    await selling;
    await sell();
    await expectDone();
  });

  it('hangs, and goes on later', async () => {
    const selling = sell();
    redis.pause();
    await selling;
    await sell();
    await expectDone();
    redis.resume();
    await sell();
    await expectDone();
  });
});
