import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type pg from 'pg';
import { Clock } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import { Database, Listener, sql } from '#database';

/** What a move of the clock is told on, by NOTIFY. */
export const CLOCK_CHANNEL = 'sandbox_clock';
/** How the name of a connection begins whose process has followed as far as the number behind it says. */
const NAME = 'roost clock ';
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
  readonly #listener: Listener;
  #known = false;

  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    @Inject(CONFIG) config: AppConfig,
  ) {
    this.#listener = new Listener({
      url: config.database.url,
      channels: [CLOCK_CHANNEL],
      // What was said before we listened, we read.
      onListening: async (client, again) => {
        await this.#follow(client);
        if (again) this.#logger.warn('the clock is followed again');
      },
      onNotice: (_payload, client) => this.#follow(client),
      onLost: (error) => this.#logger.warn(`the clock is not followed: ${String(error)}`),
    });
  }

  async onModuleInit(): Promise<void> {
    await this.#listener.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#listener.stop();
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
