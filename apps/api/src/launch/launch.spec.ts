import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newPrivateKey } from '#config';
import { freePort } from '#database';

/** An application that answers every request with its configuration, and takes long to stop when told so. */
const PROGRAM = `
  const { createServer } = await import('node:http');
  const { exitWithError, loadConfig } = await import('#config');
  const { launch } = await import(${JSON.stringify(new URL('./launch.js', import.meta.url).href)});
  const say = (line) => console.log(line);
  const stubborn = process.argv.includes('stubborn');
  const workFor = async (url) => {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    say('working');
    await client.query('SELECT pg_sleep(60)');
  };
  const steps = {
    say,
    prepare: async (config) => {
      say('preparing');
      if (process.argv.includes('hanging')) await new Promise((resolve) => setTimeout(resolve, 60_000));
      if (process.argv.includes('working')) await workFor(config.database.url);
      if (process.argv.includes('full')) await (await import('node:fs/promises')).writeFile('/dev/full', 'x');
      if (process.argv.includes('broken')) throw new Error('broken step');
    },
    start: async (config) => {
      const server = createServer((request, response) => response.end(JSON.stringify(config)));
      await new Promise((resolve) => server.listen(config.http.port, config.http.host, resolve));
      say('ready ' + config.http.port);
      return {
        stop: async () => {
          say('stopping');
          server.close();
          server.closeAllConnections();
          if (stubborn) await new Promise((resolve) => setTimeout(resolve, 60_000));
        },
      };
    },
  };
  await Promise.resolve().then(() => launch(loadConfig(), steps)).catch(exitWithError);
`;

interface Launched {
  child: ChildProcess;
  /** What it has written to stdout until now. */
  lines: readonly string[];
  /** Resolves with the first line of output that begins so. */
  says(beginning: string): Promise<string>;
  exit: Promise<{ code: number | null; errors: string }>;
}

interface Answer {
  database: { url: string };
  stripe: { apiBase: string; mode: string; secretKey: string };
  auth: { jwtPrivateKeys: string[] };
}

let dataDir: string;
let launched: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'roost-launch-'));
});
afterEach(async () => {
  const running = launched.filter((child) => child.exitCode === null && child.signalCode === null);
  launched = [];
  await Promise.all(running.map((child) => (child.kill('SIGTERM'), once(child, 'exit'))));
  await rm(dataDir, { recursive: true, force: true });
});

function start(env: Record<string, string> = {}, ...args: string[]): Launched {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM, ...args], {
    cwd: new URL('../../../../../', import.meta.url),
    env: { PORT: '0', DATA_DIR: dataDir, PATH: '/usr/bin:/bin', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  launched.push(child);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exit = once(child, 'close').then(([code]) => ({ code: code as number | null, errors }));
  const says = async (beginning: string) => {
    for (;;) {
      const line = lines.find((text) => text.startsWith(beginning));
      if (line !== undefined) {
        return line;
      }
      await Promise.race([
        once(reader, 'line'),
        exit.then((end) => {
          throw new Error(`ended with ${end.code}: ${end.errors}`);
        }),
      ]);
    }
  };
  return { child, lines, says, exit };
}

async function configOf(app: Launched): Promise<Answer> {
  const port = (await app.says('ready ')).split(' ')[1];
  const response = await fetch(`http://127.0.0.1:${port}/`);
  return (await response.json()) as Answer;
}

/** Presses Ctrl-C again and again until the program says so: presses close together count as one. */
async function pressUntil(app: Launched, beginning: string): Promise<void> {
  const pressing = setInterval(() => app.child.kill('SIGINT'), 50);
  try {
    await app.says(beginning);
  } finally {
    clearInterval(pressing);
  }
}

async function postmasterOf(): Promise<number> {
  const [pid] = (await readFile(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n');
  return Number(pid);
}

async function stripeSandboxOf({ child }: Launched): Promise<number> {
  const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  const pids = children.trim().split(' ');
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8')));
  return Number(pids[commands.findIndex((command) => command.includes('stripe-sandbox'))]);
}

/** The processes of this machine that have been started with something in this test's folder. */
async function processesLeft(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(dataDir));
}

describe('launch', () => {
  it('finds its own database, Stripe and keys where nothing is set, and keeps the keys', async () => {
    const first = start();
    const config = await configOf(first);
    expect(config.database.url).toMatch(/^postgres:\/\/roost:/);
    expect(config.stripe).toMatchObject({ mode: 'sandbox', secretKey: expect.stringMatching(/^sk_test_/) });
    first.child.kill('SIGTERM');
    await first.exit;

    const again = await configOf(start());
    expect(again.auth.jwtPrivateKeys).toEqual(config.auth.jwtPrivateKeys);
    expect(again.stripe.secretKey).toBe(config.stripe.secretKey);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('stops everything on %s, and ends with 0', async (signal) => {
    const app = start();
    await app.says('ready ');
    expect((await processesLeft()).length).toBeGreaterThanOrEqual(2);
    app.child.kill(signal);
    expect(await app.exit).toEqual({ code: 0, errors: '' });
    expect(await processesLeft()).toEqual([]);
  });

  it('stops what has been started when a signal comes in the middle of starting', async () => {
    const app = start({}, 'hanging');
    await app.says('preparing');
    app.child.kill('SIGTERM');
    await pressUntil(app, 'Not waiting');
    expect((await app.exit).code).toBe(130);
    expect(await processesLeft()).toEqual([]);
  });

  it('ends at once when what was being started fails for want of its database', async () => {
    const app = start({}, 'working');
    await app.says('working');
    app.child.kill('SIGTERM');
    expect(await app.exit).toEqual({ code: 0, errors: '' });
    expect(await processesLeft()).toEqual([]);
  });

  it('no longer waits for requests after a second Ctrl-C, and still leaves no process', async () => {
    const app = start({}, 'stubborn');
    await app.says('ready ');
    await pressUntil(app, 'Not waiting');
    expect((await app.exit).code).toBe(130);
    expect(await processesLeft()).toEqual([]);
  });

  it('starts again after everything was killed', async () => {
    const killed = start();
    await killed.says('ready ');
    killed.child.kill('SIGKILL');
    await killed.exit;
    const app = start();
    await app.says('ready ');
    app.child.kill('SIGTERM');
    await app.exit;
    expect(await processesLeft()).toEqual([]);
  });

  it.each([
    ['PostgreSQL', postmasterOf, 'The embedded PostgreSQL'],
    ['the Stripe sandbox', stripeSandboxOf, 'The Stripe sandbox'],
  ])('ends with 1 and one line when %s is killed, leaves nothing, and starts again', async (_part, pidOf, name) => {
    const app = start();
    await app.says('ready ');
    process.kill(await pidOf(app), 'SIGKILL');
    expect(await app.exit).toEqual({ code: 1, errors: '' });
    expect(app.lines.filter((line) => line.includes('by itself'))).toEqual([
      `${name} has ended by itself, so this ends too.`,
    ]);
    expect(await processesLeft()).toEqual([]);
    await start().says('ready ');
  });

  it('stops what it had started when a step fails', async () => {
    const end = await start({}, 'broken').exit;
    expect(end.code).toBe(1);
    expect(end.errors).toContain('Error: broken step');
    expect(await processesLeft()).toEqual([]);
  });

  it('refuses a taken port in one line, before anything is started', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const end = await start({ PORT: String(port) }).exit;
    taken.close();
    expect(end).toEqual({ code: 1, errors: expect.stringMatching(/^Port \d+ on 127\.0\.0\.1 is taken: [^\n]+\n$/) });
    expect(await readdir(dataDir)).toEqual([]);
  });

  // In /proc nothing is made, although it is there: Node's recursive mkdir tried again for ever.
  it.each(['/dev/null/roost', '/dev/null', '/proc/roost', '/proc/roost/data'])(
    'refuses %s, which cannot be written, in one line',
    async (folder) => {
      const end = await start({ DATA_DIR: folder }).exit;
      expect(end.code).toBe(1);
      expect(end.errors).toMatch(/^DATA_DIR [^\n]+ cannot be written [^\n]+\n$/);
      expect(end.errors).toContain(folder);
    },
  );

  it('tells of a full disk in one line', async () => {
    const end = await start({}, 'full').exit;
    expect(end).toEqual({ code: 1, errors: expect.stringMatching(/^The disk is full: [^\n]+\n$/) });
    expect(await processesLeft()).toEqual([]);
  });

  it('refuses a database that does not answer in one line', async () => {
    const end = await start({ DATABASE_URL: `postgres://127.0.0.1:${await freePort()}/none` }).exit;
    expect(end).toEqual({ code: 1, errors: expect.stringMatching(/^DATABASE_URL: [^\n]+\n$/) });
  });

  it('refuses a folder in which another application runs, in one line', async () => {
    await start().says('ready ');
    const end = await start().exit;
    expect(end).toEqual({
      code: 1,
      errors: expect.stringMatching(/^\S+ is in use by another process \(\d+\)\. [^\n]+\n$/),
    });
  });

  it('needs no DATA_DIR when everything is configured', async () => {
    const database = await configOf(start());
    const unused = join(dataDir, 'unused');
    const app = start({
      DATA_DIR: unused,
      DATABASE_URL: database.database.url,
      STRIPE_SECRET_KEY: 'sk_test_1',
      STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
      STRIPE_WEBHOOK_SECRET: 'whsec_1',
      SMTP_URL: 'smtp://127.0.0.1:2525',
      JWT_PRIVATE_KEYS: newPrivateKey(),
    });
    expect((await configOf(app)).stripe.mode).toBe('live');
    await expect(access(unused)).rejects.toThrow(/ENOENT/);
    app.child.kill('SIGTERM');
    expect((await app.exit).code).toBe(0);
  });
});
