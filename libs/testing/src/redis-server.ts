import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '#database';
import { waitFor } from './stays.js';

/** A real Redis on a port of its own, that keeps nothing on disk: for tests that are unkind to it. */
export class RedisServer {
  #child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
  ) {}

  static async start(): Promise<RedisServer> {
    const server = await RedisServer.absent();
    await server.restart();
    return server;
  }

  /** One that does not run yet: `restart` starts it. */
  static async absent(): Promise<RedisServer> {
    return new RedisServer(await freePort(), await mkdtemp(join(tmpdir(), 'roost-redis-')));
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it again, on the same port and empty; resolves when it answers. */
  async restart(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder];
    const child = spawn('redis-server', [...options, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
    this.#child = child;
    await once(child, 'spawn');
    await waitFor('Redis to answer', async () => (await this.command('PING').catch(() => undefined)) as string);
  }

  /** Ends it at once, as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** It hangs: connections stay, nothing is answered – until `resume`. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  /** One command on a connection of its own, e.g. `FLUSHALL`. */
  async command(name: string, ...values: string[]): Promise<unknown> {
    const client = new Redis(this.port, '127.0.0.1', {
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
      lazyConnect: true,
      // Of a connection that was refused, ioredis would wait for the end until then, and keep the test's process.
      disconnectTimeout: 0,
    });
    client.on('error', () => undefined);
    try {
      return await client.call(name, ...values);
    } finally {
      client.disconnect();
    }
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
