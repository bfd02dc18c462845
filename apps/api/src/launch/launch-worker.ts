import { completeConfig, keptPrivateKeys, StartupError, stripeAccess, type AppConfig, type Config } from '#config';
import { openDatabase } from '#database';
import { Shutdown } from './shutdown.js';

const WORKER_PATIENCE_MS = 24_000;
const DATABASE_PATIENCE_MS = 9000;

/**
 * Starts a worker beside running API processes; stops it on a signal. It has nothing to do without Redis.
 * @throws StartupError (among others), after having stopped what had been started
 */
export async function launchWorker(
  read: Config,
  start: (config: AppConfig) => Promise<{ stop(): Promise<void> }>,
): Promise<void> {
  const shutdown = new Shutdown((line) => void process.stderr.write(`${line}\n`));
  await shutdown.attend(run(read, start, shutdown));
}

async function run(
  read: Config,
  start: (config: AppConfig) => Promise<{ stop(): Promise<void> }>,
  shutdown: Shutdown,
): Promise<void> {
  const stripe = stripeAccess(read);
  if (read.redis.url === undefined)
    throw new StartupError('A worker takes its jobs from Redis: set REDIS_URL, e.g. redis://localhost:6379');
  if (!stripe)
    throw new StartupError('A worker needs to reach Stripe: set STRIPE_SECRET_KEY, or use `npm start` alone');
  const database = await openDatabase(read);
  shutdown.add({
    name: 'The embedded PostgreSQL',
    stop: () => database.close(),
    patienceMs: DATABASE_PATIENCE_MS,
    ended: database.ended?.(),
  });
  const jwtPrivateKeys = read.auth.jwtPrivateKeys ?? (await keptPrivateKeys(read.app.dataDir));
  const app = await start(completeConfig(read, { databaseUrl: database.url, stripe, jwtPrivateKeys }));
  shutdown.add({ name: 'The worker', stop: () => app.stop(), patienceMs: WORKER_PATIENCE_MS });
}
