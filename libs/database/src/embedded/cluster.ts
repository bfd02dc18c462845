import { spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { keptSecret, StartupError } from '#config';
import { assertDiskSpace } from './disk-space.js';
import { clearForeignLock } from './postmaster.js';
import { programs } from './programs.js';
import { accountForDatabase, invocationAs, type Account } from './run-as.js';

const SUPERUSER = 'roost';
const MAJOR = '18';

/** For a laptop: durable as PostgreSQL is by default, with memory that any of them has. */
const SERVER_SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  // A deadlock is noticed before a person notices the wait (PostgreSQL's default is 1 s).
  deadlock_timeout: '200ms',
  // Compiling costs more than it saves on statements of milliseconds.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** Fixed, so that PGPORT and its kin in the caller's environment change nothing. */
const ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/local/bin:/usr/bin:/bin' };

/** The files of one embedded database, and what makes and starts it. */
export class Cluster {
  readonly data: string;
  readonly log: string;

  private constructor(
    readonly folder: string,
    readonly password: string,
    private readonly account: Account | undefined,
  ) {
    this.data = join(folder, 'data');
    this.log = join(folder, 'postgres.log');
  }

  /** Prepares the folder; makes no database yet. */
  static async in(path: string): Promise<Cluster> {
    await mkdir(path, { recursive: true });
    // One name for one folder: a running server is known by the path that it was started with.
    const folder = await realpath(path);
    const account = await accountForDatabase(join(folder, 'data'));
    if (account) {
      await chown(folder, account.uid, account.gid);
    }
    const password = await keptSecret(folder, 'password');
    return new Cluster(folder, password, account);
  }

  /** Makes the database's files when there are none. They appear under their name only when they are complete. */
  async initialize(): Promise<void> {
    const version = await readFile(join(this.data, 'PG_VERSION'), 'utf8').catch(() => undefined);
    if (version !== undefined) {
      this.refuseOtherVersion(version.trim());
      return;
    }
    await assertDiskSpace(this.folder);
    const draft = join(this.folder, 'data-new');
    const passwordFile = join(this.folder, 'password-for-initdb');
    await rm(draft, { recursive: true, force: true });
    await this.writeOwned(passwordFile, this.password);
    try {
      await this.runInitdb(draft, passwordFile);
    } finally {
      await rm(passwordFile, { force: true });
    }
    await rename(draft, this.data);
  }

  /** Starts the server as a process of its own group, so that the terminal's Ctrl-C does not reach it before us. */
  async spawnServer(port: number): Promise<ChildProcess> {
    const { postgres } = await programs();
    await clearForeignLock(this.data);
    const settings = Object.entries({ ...SERVER_SETTINGS, port }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const { command, args, ...who } = await this.invocation(postgres, ['-D', this.data, ...settings]);
    await rename(this.log, `${this.log}.1`).catch(() => undefined);
    const log = await open(this.log, 'a');
    try {
      const child = spawn(command, args, {
        ...who,
        cwd: this.folder,
        env: ENVIRONMENT,
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
      });
      // Failure to start shows as an early exit; without a listener it would end this process.
      child.on('error', () => undefined);
      child.unref();
      return child;
    } finally {
      await log.close();
    }
  }

  /** What the server said last, for an error message. */
  async lastWords(): Promise<string> {
    const lines = (await readFile(this.log, 'utf8').catch(() => '')).trim().split('\n');
    return lines.find((line) => line.includes('FATAL')) ?? lines.at(-1) ?? '';
  }

  urlAt(port: number, database: string): string {
    return `postgres://${SUPERUSER}:${this.password}@127.0.0.1:${port}/${database}`;
  }

  private async runInitdb(folder: string, passwordFile: string): Promise<void> {
    const { initdb } = await programs();
    const { command, args, ...who } = await this.invocation(initdb, [
      `--pgdata=${folder}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Text is compared by code point and cased by Unicode, alike on every machine.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
    ]);
    const child = spawn(command, args, {
      ...who,
      cwd: this.folder,
      env: ENVIRONMENT,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    const code = await new Promise<number | string>((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('close', (status, signal) => resolve(status ?? signal ?? 1));
    });
    if (code !== 0) {
      const reason = complaint.split('\n').find((line) => /error:|FATAL:|PANIC:/.test(line)) ?? complaint.trim();
      throw new StartupError(`The embedded PostgreSQL could not be made in ${folder}: ${reason || code}`);
    }
  }

  private async invocation(command: string, args: string[]) {
    return invocationAs(this.account, command, args, [this.folder]);
  }

  private refuseOtherVersion(version: string): void {
    if (version !== MAJOR) {
      throw new StartupError(
        `${this.data} was made by PostgreSQL ${version}, but this is ${MAJOR}: choose another DATA_DIR, or set DATABASE_URL`,
      );
    }
  }

  private async writeOwned(file: string, text: string): Promise<void> {
    const handle = await open(file, 'w', 0o600);
    try {
      await handle.writeFile(text);
      if (this.account) {
        await handle.chown(this.account.uid, this.account.gid);
      }
    } finally {
      await handle.close();
    }
  }
}
