import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import { Clock } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import { Database, sql } from '#database';

/** What a move of the clock is told on, by NOTIFY. */
export const CLOCK_CHANNEL = 'sandbox_clock';
/** How the name of a connection begins whose process has followed as far as the number behind it says. */
const NAME = 'roost clock ';
const RECONNECT_MS = 500;
const PATIENCE_MS = 2000;
const LOOK_EVERY_MS = 10;

/**
 * Keeps this process's time where the table says it is, whichever process has moved it. It listens on a connection of its
 * own, whose name tells how far it has followed: who moves time waits until there is no connection with another name, so
 * that the answer of a move is true of every process. One that ended takes its name with it.
 */
@Injectable()
export class SandboxClockFollower implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Sandbox');
  readonly #stop = new AbortController();
  #client: pg.Client | undefined;
  #known = false;
  #lost = false;

  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.#listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#client?.end();
  }

  /**
   * Moves this process's time to `offsetMs` from wall time. Resolves when every process is where the table says; after
   * 2 s at the latest, for one may hang.
   */
  async allFollow(offsetMs: number): Promise<void> {
    this.#moveTo(offsetMs);
    const until = Date.now() + PATIENCE_MS;
    while ((await this.#behind()) > 0) {
      if (Date.now() > until) {
        this.#logger.warn('a process does not follow the clock');
        return;
      }
      await wait(LOOK_EVERY_MS);
    }
  }

  async #behind(): Promise<number> {
    const behind = await this.database.rows(sql`
      SELECT
      FROM pg_stat_activity
      CROSS JOIN sandbox_clock
      WHERE datname = current_database()
        AND application_name LIKE ${`${NAME}%`}
        AND application_name <> ${NAME} || offset_ms`);
    return behind.length;
  }

  async #listen(): Promise<void> {
    const client = new pg.Client({ connectionString: this.config.database.url, keepAlive: true });
    client.on('error', () => undefined);
    client.once('end', () => void this.#listenAgain());
    client.on('notification', () => void this.#follow(client).catch(() => client.end()));
    await client.connect();
    this.#client = client;
    if (this.#stop.signal.aborted) {
      // The process was told to end while this connection came about: it would keep it.
      await client.end();
      return;
    }
    await client.query(`LISTEN ${CLOCK_CHANNEL}`);
    // What was said before we listened, we read.
    await this.#follow(client);
    if (this.#lost) this.#logger.warn('the clock is followed again');
    this.#lost = false;
  }

  async #listenAgain(): Promise<void> {
    try {
      await wait(RECONNECT_MS, undefined, { ref: false, signal: this.#stop.signal });
      await this.#listen();
    } catch (error) {
      // A connection that failed has ended too, and is tried again by that.
      if (this.#lost || this.#stop.signal.aborted) return;
      this.#lost = true;
      this.#logger.warn(`the clock is not followed: ${String(error)}`);
    }
  }

  async #follow(client: pg.Client): Promise<void> {
    const { rows } = await client.query<{ offsetMs: string }>(
      'SELECT offset_ms::text AS "offsetMs" FROM sandbox_clock',
    );
    const offsetMs = Number(rows[0]?.offsetMs ?? 0);
    this.#moveTo(offsetMs);
    await client.query(`SELECT set_config('application_name', $1, false)`, [`${NAME}${offsetMs}`]);
  }

  /** Time only moves forward: what was read before a later move may arrive after it. */
  #moveTo(offsetMs: number): void {
    this.clock.setOffset(this.#known ? Math.max(offsetMs, this.clock.offsetMs) : offsetMs);
    this.#known = true;
  }
}
