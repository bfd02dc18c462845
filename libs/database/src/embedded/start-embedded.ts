import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { StartupError } from '#config';
import { Cluster } from './cluster.js';
import { withFolderLock } from './folder-lock.js';
import { freePort } from './free-port.js';
import { endOf, readyPostmaster, runningPostmaster, stopPostmaster } from './postmaster.js';
import { UsersOfDatabase } from './users-of-database.js';

const DATABASE = 'roost';
const START_TRIES = 5;
const RETRY_MS = 200;
const POLL_MS = 10;
/** Longer than the recovery of a database that was killed in the middle of an import. */
const READY_PATIENCE_MS = 120_000;

/** An embedded PostgreSQL that is in use by this process. */
export interface EmbeddedDatabase {
  /** With the superuser's password. */
  url: string;
  /** False when another process had started it. */
  startedHere: boolean;
  /** Resolves when the server has ended: who still uses it has lost it, it does not come back by itself. */
  ended: () => Promise<void>;
  /** Ends this process's use; the last process that uses it stops the server. Calling it again does nothing. */
  stop: () => Promise<void>;
}

/**
 * Joins the PostgreSQL that runs on `folder`, or makes and starts one. Any number of processes may call this at once:
 * they get the same server. One left behind by processes that were killed is joined, and stopped by its new user.
 * @throws StartupError
 */
export async function startEmbedded(
  folder: string,
  log: (line: string) => void = () => undefined,
): Promise<EmbeddedDatabase> {
  const cluster = await Cluster.in(folder);
  return withFolderLock(folder, async () => {
    const joined = await joinRunning(cluster);
    const port = joined ?? (await start(cluster, log));
    const users = await UsersOfDatabase.enter(folder);
    const postmaster = await runningPostmaster(cluster.data);
    return {
      url: cluster.urlAt(port, DATABASE),
      startedHere: joined === undefined,
      ended: async () => postmaster && endOf(postmaster),
      stop: stopOnce(cluster, users),
    };
  });
}

function stopOnce(cluster: Cluster, users: UsersOfDatabase): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stop = () =>
    withFolderLock(cluster.folder, async () => {
      const { last } = await users.leave();
      if (last) {
        await stopPostmaster(cluster.data);
      }
    });
  return () => (stopping ??= stop());
}

/** The port of the server that runs, or undefined. One that runs but does not answer is stopped. */
async function joinRunning(cluster: Cluster): Promise<number | undefined> {
  const postmaster = await readyPostmaster(cluster.data, READY_PATIENCE_MS);
  if (postmaster && (await answers(cluster, postmaster.port))) {
    return postmaster.port;
  }
  await stopPostmaster(cluster.data);
  return undefined;
}

async function answers(cluster: Cluster, port: number): Promise<boolean> {
  try {
    await ensureDatabase(cluster.urlAt(port, 'postgres'));
    return true;
  } catch {
    return false;
  }
}

async function start(cluster: Cluster, log: (line: string) => void): Promise<number> {
  log('starting the embedded PostgreSQL');
  await cluster.initialize();
  for (let attempt = 1; ; attempt += 1) {
    // Between finding a free port and taking it, another program may: then another is tried.
    const port = await freePort();
    if (await started(cluster, port)) {
      await ensureDatabase(cluster.urlAt(port, 'postgres'));
      return port;
    }
    if (attempt === START_TRIES) {
      throw new StartupError(
        `The embedded PostgreSQL did not start (${await cluster.lastWords()}); see ${cluster.log}`,
      );
    }
    // Processes of a server that was killed need a moment to notice, and hold its memory until then.
    await delay(RETRY_MS);
  }
}

async function started(cluster: Cluster, port: number): Promise<boolean> {
  const child = await cluster.spawnServer(port);
  const ended = new AbortController();
  child.once('exit', () => ended.abort()).once('error', () => ended.abort());
  while (!ended.signal.aborted && !(await runningPostmaster(cluster.data))) {
    await delay(POLL_MS);
  }
  return (await readyPostmaster(cluster.data, READY_PATIENCE_MS)) !== undefined;
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) {
      await client.query(`CREATE DATABASE ${DATABASE}`);
    }
  } finally {
    await client.end();
  }
}
