import {
  completeConfig,
  keptPrivateKeys,
  prepareDataDir,
  StartupError,
  stripeAccess,
  type AppConfig,
  type Config,
  type StripeAccess,
} from '#config';
import { freePort, lockFolder, openDatabase } from '#database';
import { checkPort } from './check-port.js';
import { Shutdown } from './shutdown.js';
import { startStripeSandbox } from './stripe-sandbox.js';

/** What is done with a complete configuration, in this order. */
export interface LaunchSteps {
  /** Brings the database up to date, and fills an empty one on a laptop. */
  prepare: (config: AppConfig) => Promise<void>;
  /** Starts the application; `stop` ends requests and jobs under way. */
  start: (config: AppConfig) => Promise<{ stop(): Promise<void> }>;
  /** Says something to the person at the terminal. */
  say: (line: string) => void;
}

/** SIGTERM to exit takes less than 25 s: this, and what the parts of a laptop may need to stop. */
const APP_PATIENCE_MS = { alone: 24_000, withLaptopParts: 14_000 };
const SANDBOX_PATIENCE_MS = 2000;
const DATABASE_PATIENCE_MS = 9000;

/**
 * Starts the application and everything that is not configured but needed: the embedded database, the Stripe sandbox,
 * generated keys. Stops it all in the reverse order on a signal, which ends the process; leaves no process behind.
 * Resolves when the application runs.
 * @throws StartupError (among others), after having stopped what had been started
 */
export async function launch(config: Config, steps: LaunchSteps): Promise<AppConfig> {
  const shutdown = new Shutdown(steps.say);
  return shutdown.attend(start(config, steps, shutdown));
}

async function start(read: Config, steps: LaunchSteps, shutdown: Shutdown): Promise<AppConfig> {
  const config = await withPort(read);
  await checkPort(config.http.host, config.http.port);
  const onLaptop = needsDataDir(config);
  if (onLaptop) {
    await takeDataDir(config, shutdown);
  }
  const [databaseUrl, stripe] = await both(
    startDatabase(config, steps, shutdown),
    stripeAccess(config) ?? startSandbox(config, shutdown),
  );
  const jwtPrivateKeys = config.auth.jwtPrivateKeys ?? (await keptPrivateKeys(config.app.dataDir));
  const complete = completeConfig(config, { databaseUrl, stripe, jwtPrivateKeys });
  await whileWanted(shutdown, () => steps.prepare(complete));
  const app = await whileWanted(shutdown, () => steps.start(complete));
  const patienceMs = onLaptop ? APP_PATIENCE_MS.withLaptopParts : APP_PATIENCE_MS.alone;
  shutdown.add({ name: 'The application', stop: () => app.stop(), patienceMs, abandonable: true });
  return complete;
}

/** With PORT=0 a free one is chosen here, because the sandbox has to know where our webhook is. */
async function withPort(config: Config): Promise<Config> {
  if (config.http.port !== 0) {
    return config;
  }
  const port = await freePort();
  const publicUrl = config.app.publicUrl.replace(/^http:\/\/localhost:0$/, `http://localhost:${port}`);
  return { ...config, app: { ...config.app, publicUrl }, http: { ...config.http, port } };
}

function needsDataDir(config: Config): boolean {
  const { database, auth, mail } = config;
  return [database.url, auth.jwtPrivateKeys, mail.smtpUrl, stripeAccess(config)].some((part) => part === undefined);
}

/** Two applications on one folder would write over each other's files. */
async function takeDataDir(config: Config, shutdown: Shutdown): Promise<void> {
  const { dataDir } = config.app;
  await prepareDataDir(dataDir);
  const release = await lockFolder(dataDir, 'app.lock', 0).catch((error: unknown) => {
    throw error instanceof StartupError
      ? new StartupError(`${error.message} Choose another folder, such as DATA_DIR=${dataDir}-2`)
      : error;
  });
  shutdown.add({ name: 'The lock of DATA_DIR', stop: release, patienceMs: 1000 });
}

async function startDatabase(config: Config, steps: LaunchSteps, shutdown: Shutdown): Promise<string> {
  const database = await openDatabase(config, (line) => steps.say(line));
  shutdown.add({
    name: 'The embedded PostgreSQL',
    stop: () => database.close(),
    patienceMs: DATABASE_PATIENCE_MS,
    ended: database.ended?.(),
  });
  return database.url;
}

async function startSandbox(config: Config, shutdown: Shutdown): Promise<StripeAccess> {
  const webhookUrl = `http://${reachable(config.http.host)}:${config.http.port}/v1/webhooks/stripe`;
  const sandbox = await whileWanted(shutdown, () => startStripeSandbox(config.app.dataDir, webhookUrl));
  shutdown.add({
    name: 'The Stripe sandbox',
    stop: () => sandbox.stop(),
    patienceMs: SANDBOX_PATIENCE_MS,
    ended: sandbox.ended,
  });
  return sandbox.access;
}

/** Waits for both even when one fails, so that what the other has started is known and can be stopped. */
async function both<A, B>(first: Promise<A>, second: B | Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}

/** After a signal nothing new is begun. */
async function whileWanted<T>(shutdown: Shutdown, step: () => Promise<T>): Promise<T> {
  if (shutdown.requested) {
    throw new StartupError('Stopped while starting');
  }
  return step();
}

/** An address at which this machine reaches itself, for an address that is listened on. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') {
    return '127.0.0.1';
  }
  return host.includes(':') ? `[${host}]` : host;
}
