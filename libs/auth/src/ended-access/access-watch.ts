import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type pg from 'pg';
import { CONFIG, type AppConfig } from '#config';
import { Database, Listener } from '#database';
import type { Principal } from '../principal.js';
import { LOOK_SECONDS } from '../tokens/look-tokens.js';
import { EndedAccess, type Access } from './ended-access.js';
import { endsOf, lately } from './ended-access.queries.js';

const CHANNEL = 'ended_access';
/** By how much the clocks of processes may differ, as with tokens that come from a process ahead of us. */
const SKEW_SECONDS = 60;
const HEARTBEAT_MS = 1000;
/** A connection that has said nothing for longer is not trusted: a network that breaks does not say so. */
const TRUSTED_MS = 3000;
const GIVEN_UP_MS = 10_000;

/**
 * Knows whose access has ended before their tokens have. Every process is told by the database when that is committed,
 * and keeps it in memory, so that a request costs two look-ups in a map. While this process cannot be told – the connection
 * is away, or silent – it asks the database for each request instead.
 */
@Injectable()
export class AccessWatch implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('AccessWatch');
  readonly #ended: EndedAccess;
  readonly #keptSeconds: number;
  readonly #listener: Listener;
  #heartbeat: NodeJS.Timeout | undefined;
  /** when the database was last heard over the connection that tells us; 0 while there is none */
  #heardAt = 0;

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) config: AppConfig,
  ) {
    this.#keptSeconds = Math.max(config.auth.accessMinutes * 60, LOOK_SECONDS) + SKEW_SECONDS;
    this.#ended = new EndedAccess(this.#keptSeconds * 1000);
    this.#listener = new Listener({
      url: config.database.url,
      channel: CHANNEL,
      onListening: (client, again) => this.#begin(client, again),
      onNotice: (payload) => this.#noteNotice(payload),
      onEnded: () => this.#distrust(),
      onLost: (error) => this.#logger.warn(`ended access is asked for at each request: ${String(error)}`),
    });
  }

  async onModuleInit(): Promise<void> {
    await this.#listener.start();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#heartbeat);
    await this.#listener.stop();
  }

  /** Whether what a token gave has ended before its time: for its subject, or for who looks at the subject's account. */
  async hasEnded({ lookedAtBy, ...owner }: Principal): Promise<boolean> {
    if (await this.#hasEnded(owner)) return true;
    return lookedAtBy !== undefined && this.#hasEnded({ sessionId: owner.sessionId, ...lookedAtBy });
  }

  async #hasEnded(access: Access): Promise<boolean> {
    if (Date.now() - this.#heardAt < TRUSTED_MS) return this.#ended.covers(access);
    const ended = new EndedAccess(Infinity);
    for (const end of await this.database.rows(endsOf(access))) ended.note(end, 0);
    return ended.covers(access);
  }

  /** Takes in what has just been committed: who has ended something finds it ended with the next request to this process. */
  async catchUp(): Promise<void> {
    for (const end of await this.database.rows(lately(SKEW_SECONDS))) this.#ended.note(end, Date.now());
  }

  /** What was said before we listened, we read. */
  async #begin(client: pg.Client, again: boolean): Promise<void> {
    for (const end of await this.database.rows(lately(this.#keptSeconds))) this.#ended.note(end, Date.now());
    this.#heardAt = Date.now();
    this.#heartbeat = setInterval(() => this.#listenToHeart(client), HEARTBEAT_MS).unref();
    if (again) this.#logger.warn('ended access is told of again');
  }

  #listenToHeart(client: pg.Client): void {
    if (Date.now() - this.#heardAt > GIVEN_UP_MS) this.#listener.abandon();
    const asked = Date.now();
    client.query('SELECT').then(
      () => (this.#heardAt = Math.max(this.#heardAt, asked)),
      () => this.#distrust(),
    );
  }

  #noteNotice(payload: string): void {
    const [subject = '', number, leastVersion] = payload.split(' ');
    const end = {
      subject,
      number: Number(number),
      leastVersion: leastVersion === undefined ? null : Number(leastVersion),
    };
    this.#ended.note(end, Date.now());
  }

  #distrust(): void {
    clearInterval(this.#heartbeat);
    this.#heardAt = 0;
  }
}
