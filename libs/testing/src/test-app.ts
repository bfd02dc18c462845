import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { freePort } from '#database';
import { Contract } from './contract.js';
import { freshDatabase } from './databases.js';
import { HttpClient } from './http-client.js';
import { Log } from './log.js';
import { SecretsSeen } from './secrets-seen.js';

const MAIN = fileURLToPath(new URL('../../../apps/api/src/main.js', import.meta.url));

/** When it is, for the application, as a test begins: a Monday. */
export const TEST_START = new Date('2026-11-23T12:00:00Z');

/** The built application as its users meet it: a process of its own, on a database of its own. */
export class TestApp extends HttpClient {
  #child: ChildProcess;

  private constructor(
    url: string,
    override readonly contract: Contract,
    child: ChildProcess,
    readonly dataDir: string,
    readonly database: { url: string; drop(): Promise<void> },
    readonly pool: pg.Pool,
    private readonly started: { settings: Record<string, string>; log: Log; isReadByTest: boolean },
  ) {
    super(url, contract, new SecretsSeen());
    this.#child = child;
  }

  /** Starts the application with the Stripe sandbox. @param settings environment variables that differ */
  static async start(settings: Record<string, string> = {}): Promise<TestApp> {
    const database = await freshDatabase();
    if (settings.NODE_ENV === undefined) await startTime(database.url);
    return TestApp.#launch(database, settings);
  }

  static async #launch(database: TestApp['database'], settings: Record<string, string>): Promise<TestApp> {
    const dataDir = await mkdtemp(join(tmpdir(), 'roost-app-'));
    const env = {
      // What is said about where it is reached need not be so here: then its port has to be known beforehand.
      PORT: settings.PUBLIC_URL === undefined ? '0' : String(await freePort()),
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      RATE_LIMITS: 'off',
      NODE_ENV: 'test',
      // More than is shown: at the end of a run, all that was said is searched for secrets.
      LOG_LEVEL: 'info',
      ...settings,
    };
    const log = await Log.open();
    const { child, publicUrl } = await startProcess(env, log);
    const url = env.PORT === '0' ? publicUrl : `http://127.0.0.1:${env.PORT}`;
    const pool = new pg.Pool({ connectionString: database.url, max: 2 });
    // A connection that is closing when its database is dropped says so, after everything is over.
    pool.on('error', () => undefined);
    const started = {
      settings: { ...env, PORT: new URL(url).port },
      log,
      isReadByTest: settings.LOG_LEVEL !== undefined,
    };
    return new TestApp(url, await Contract.of(url), child, dataDir, database, pool, started);
  }

  /** Starts another process on the same database, with the same Stripe and the same keys. Stop it before this one. */
  async join(settings: Record<string, string> = {}): Promise<TestApp> {
    const shared = { ...(await this.sharedSettings()), ...settings };
    return TestApp.#launch({ url: this.database.url, drop: () => Promise.resolve() }, shared);
  }

  /** What every process on one database has to be told alike: where Stripe is, and the keys. */
  async sharedSettings(): Promise<Record<string, string>> {
    const { body } = await this.get<{ apiBase: string }>('/v1/payments/config');
    return {
      STRIPE_API_BASE: body.apiBase,
      STRIPE_SECRET_KEY: await this.secret('stripe-secret-key'),
      STRIPE_PUBLISHABLE_KEY: await this.secret('stripe-publishable-key'),
      STRIPE_WEBHOOK_SECRET: await this.secret('stripe-webhook-secret'),
      JWT_PRIVATE_KEYS: this.started.settings.JWT_PRIVATE_KEYS ?? (await this.secret('jwt-private-keys')),
    };
  }

  /** A secret that the application made for itself. @param name such as `stripe-webhook-secret` */
  async secret(name: string): Promise<string> {
    return (await readFile(join(this.dataDir, 'secrets', name), 'utf8')).trim();
  }

  /** All that its processes have said so far, on stdout and stderr, the Stripe sandbox's among them. */
  async output(): Promise<string> {
    return this.started.log.read();
  }

  /** What came and went in its calls and lets somebody in, or pays. */
  get secretsSeen(): readonly string[] {
    return this.seen?.all ?? [];
  }

  /** The process id, for tests that are unkind to it. */
  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the application does not run');
    return this.#child.pid;
  }

  /** Rows of a statement, behind the application's back. */
  async sql<Row extends pg.QueryResultRow>(statement: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(statement, values)).rows;
  }

  /** Moves the application's clock and has it do what became due. @param advance ISO 8601 duration */
  async advance(advance: string): Promise<void> {
    await this.#moveClock({ advance });
  }

  /** Moves the application's clock to an instant, and has it do what became due. @param now RFC 3339 */
  async moveTo(now: string | Date): Promise<void> {
    await this.#moveClock({ now: new Date(now).toISOString() });
  }

  async #moveClock(wanted: object): Promise<void> {
    const answer = await this.post('/sandbox/clock', wanted);
    if (answer.status !== 200) throw new Error(`the clock did not move: ${JSON.stringify(answer.body)}`);
  }

  /** Ends the process at once, as a power cut would. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  /** Starts it again on the same port, folder and database. */
  async restart(): Promise<void> {
    this.#child = (await startProcess(this.started.settings, this.started.log)).child;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGTERM');
      await once(this.#child, 'exit');
    }
    // A test that asks for a level of its own reads what is said itself, or expects it.
    await this.started.log.close({ shown: !this.started.isReadByTest });
    await this.seen?.note();
    await this.pool.end();
    await this.database.drop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** Resolves when the process says where it is reached. */
async function startProcess(
  settings: Record<string, string>,
  log: Log,
): Promise<{ child: ChildProcess; publicUrl: string }> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', log.stderr],
  });
  const { stdout } = child;
  if (stdout === null) throw new Error('what the application says is not to be heard');
  let output = '';
  stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    log.add(text);
  });
  for (;;) {
    const ended = await Promise.race([once(stdout, 'data').then(() => false), once(child, 'exit').then(() => true)]);
    const publicUrl = /REST\s+(https?:\S+)\/v1/.exec(output)?.[1];
    if (publicUrl !== undefined) return { child, publicUrl };
    if (ended) throw new Error(`the application did not start: ${await log.read()}`);
  }
}

/** For a test, time begins at TEST_START: dates that it names stay ahead of it as years go by. */
async function startTime(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('INSERT INTO sandbox_clock (offset_ms) VALUES ($1)', [TEST_START.getTime() - Date.now()]);
  } finally {
    await client.end();
  }
}
