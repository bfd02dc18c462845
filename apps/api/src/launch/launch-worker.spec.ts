import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

/** A worker that cannot be started, once its database is there. */
const PROGRAM = `
  const { exitWithError, loadConfig, StartupError } = await import('#config');
  const { launchWorker } = await import(${JSON.stringify(new URL('./launch-worker.js', import.meta.url).href)});
  const start = () => Promise.reject(new StartupError('it cannot be started'));
  await launchWorker(loadConfig(), start).catch(exitWithError);
`;

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'roost-launch-worker-'));
});
afterEach(async () => {
  const left = await postmaster();
  if (left !== undefined) process.kill(left, 'SIGQUIT');
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
});

async function postmaster(): Promise<number | undefined> {
  const file = join(dataDir, 'postgres', 'data', 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Number(text.split('\n')[0]);
}

function run(): Promise<{ code: unknown; errors: string }> {
  const access = {
    STRIPE_SECRET_KEY: 'sk_test_x',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_x',
    STRIPE_WEBHOOK_SECRET: 'whsec_x',
  };
  const env = { PATH: '/usr/bin:/bin', DATA_DIR: dataDir, REDIS_URL: 'redis://127.0.0.1:1', ...access };
  const cwd = new URL('../../../../../', import.meta.url);
  return new Promise((resolve) => {
    execFile(process.execPath, ['--input-type=module', '--eval', PROGRAM], { cwd, env }, (error, _, errors) =>
      resolve({ code: error?.code ?? 0, errors }),
    );
  });
}

describe('a worker', () => {
  it('that cannot be started leaves no PostgreSQL of its own behind', async () => {
    expect(await run()).toEqual({ code: 1, errors: 'it cannot be started\n' });
    expect(await postmaster()).toBeUndefined();
  });
});
