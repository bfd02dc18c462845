import { join } from 'node:path';
import pg from 'pg';
import { errorCode, prepareDataDir, StartupError, type Config } from '#config';
import { startEmbedded } from './start-embedded.js';

const OLDEST_VERSION = 150_000;
const CONNECT_PATIENCE_MS = 5000;

/** A database that can be connected to until it is closed. */
export interface OpenedDatabase {
  url: string;
  /** Gives it back. An embedded one stops when nobody else uses it; another's is left alone. */
  close: () => Promise<void>;
  /** Of an embedded one: resolves when it has ended. One that is another's may come back. */
  ended?: () => Promise<void>;
}

/**
 * The one way in which every command finds its database: DATABASE_URL, else the embedded PostgreSQL under DATA_DIR –
 * joined when it runs, started for this command's own duration when not.
 * @throws StartupError, one line, without the password
 */
export async function openDatabase(
  config: Pick<Config, 'app' | 'database'>,
  log?: (line: string) => void,
): Promise<OpenedDatabase> {
  const { url } = config.database;
  if (url !== undefined) {
    await checkServer(url);
    return { url, close: () => Promise.resolve() };
  }
  await prepareDataDir(config.app.dataDir);
  const embedded = await startEmbedded(join(config.app.dataDir, 'postgres'), log);
  return { url: embedded.url, close: embedded.stop, ended: embedded.ended };
}

/**
 * Does `work` with an open database, and closes it whatever happens: also on Ctrl-C and SIGTERM, which end the process.
 * For commands; the application closes in an order of its own.
 */
export async function withDatabase<T>(config: Config, work: (url: string) => Promise<T>): Promise<T> {
  const opening = openDatabase(config);
  const onSignal = (signal: NodeJS.Signals) => {
    const code = signal === 'SIGINT' ? 130 : 143;
    void opening.then((database) => database.close()).finally(() => process.exit(code));
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const { url, close } = await opening;
    try {
      return await work(url);
    } finally {
      await close();
    }
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

async function checkServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_PATIENCE_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::int AS version",
    );
    const version = rows[0]?.version ?? 0;
    if (version < OLDEST_VERSION) {
      throw new Error(`it is PostgreSQL ${Math.floor(version / 10_000)}, and 15 or newer is needed`);
    }
  } catch (error) {
    throw new StartupError(`DATABASE_URL: ${placeOf(url)} cannot be used: ${reasonOf(error)}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `PostgreSQL at ${host}${pathname}`;
}

/** A refused connection to a name with several addresses is an AggregateError without a message of its own. */
function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors)) {
    return error.errors.map(reasonOf).join(', ');
  }
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  return message.split('\n')[0] || (errorCode(error) ?? 'no answer');
}
