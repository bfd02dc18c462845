import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type pg from 'pg';
import { CONFIG, type AppConfig } from '#config';
import { Database, Listener } from '#database';
import { LISTENERS, ROLL_CALL, RollCall } from './roll-call.js';

const HEARTBEAT_MS = 1000;
/** A connection that has said nothing for longer is not trusted: a network that breaks does not say so. */
const TRUSTED_MS = 3000;
const GIVEN_UP_MS = 10_000;

/** Who is told of changes of access. */
interface Hearer {
  /** What was said before we listened may have been missed. */
  begin: () => Promise<void>;
  hear: (payload: string) => void;
}

/**
 * Tells this process what the database says of access by NOTIFY, on one connection for all that is said of it; and knows
 * whether what is said would be heard. While it would not – the connection is away, or silent – whoever relies on what they
 * were told asks the database instead.
 */
@Injectable()
export class AccessNews implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('AccessNews');
  readonly #hearers = new Map<string, Hearer>();
  #listener: Listener | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  /** when the database was last heard over the connection that tells us; 0 while there is none */
  #heardAt = 0;

  readonly #rollCall: RollCall;

  constructor(
    database: Database,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {
    this.#rollCall = new RollCall(database, TRUSTED_MS);
  }

  /** Has `hearer` told what is said on a channel. To be called before modules are initialised: in a constructor. */
  subscribe(channel: string, hearer: Hearer): void {
    this.#hearers.set(channel, hearer);
  }

  /** Whether all that was said has been heard, up to some seconds ago. */
  get isHeard(): boolean {
    return Date.now() - this.#heardAt < TRUSTED_MS;
  }

  /**
   * Resolves when every process has heard what has been committed: from then on a request is judged by it, whichever takes
   * it. A process that cannot hear asks the database, as we do while we cannot: but then the others may still have to be
   * told, and what they answer is not heard either. They are waited for as long as they could trust what they know.
   */
  async heardByAll(): Promise<void> {
    await this.#rollCall.hold();
  }

  async onModuleInit(): Promise<void> {
    this.#listener = new Listener({
      url: this.config.database.url,
      name: LISTENERS,
      channels: [...this.#hearers.keys(), ROLL_CALL],
      onListening: (client, again) => this.#begin(client, again),
      onNotice: (payload, _client, channel) => this.#hear(payload, channel),
      onEnded: () => this.#distrust(),
      onLost: (error) => this.#logger.warn(`access is asked for at each request: ${String(error)}`),
    });
    await this.#listener.start();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#heartbeat);
    await this.#listener?.stop();
  }

  #hear(payload: string, channel: string): void {
    this.#hearers.get(channel)?.hear(payload);
    // An answer that cannot be given is waited for no longer than we would be trusted without it.
    if (channel === ROLL_CALL) this.#rollCall.hear(payload).catch(() => undefined);
  }

  async #begin(client: pg.Client, again: boolean): Promise<void> {
    await Promise.all([...this.#hearers.values()].map(({ begin }) => begin()));
    this.#heardAt = Date.now();
    this.#heartbeat = setInterval(() => this.#listenToHeart(client), HEARTBEAT_MS).unref();
    if (again) this.#logger.warn('changes of access are told of again');
  }

  #listenToHeart(client: pg.Client): void {
    if (Date.now() - this.#heardAt > GIVEN_UP_MS) this.#listener?.abandon();
    const asked = Date.now();
    client.query('SELECT').then(
      () => (this.#heardAt = Math.max(this.#heardAt, asked)),
      () => this.#distrust(),
    );
  }

  #distrust(): void {
    clearInterval(this.#heartbeat);
    this.#heardAt = 0;
  }
}
