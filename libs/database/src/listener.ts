import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { APPLICATION_ROLE, startOptions } from './application-role.js';

const RECONNECT_MS = 500;

/** What is listened to, and what is done about it. */
export interface Listening {
  /** of the database that NOTIFY is said in */
  url: string;
  /** by which the connection is known in pg_stat_activity */
  name?: string;
  /** SQL identifiers */
  channels: readonly string[];
  /** It is listened from now on; what was said before may have been missed. @param again after it had been lost */
  onListening: (client: pg.Client, again: boolean) => Promise<void>;
  onNotice: (payload: string, client: pg.Client, channel: string) => void | Promise<void>;
  /** The connection has ended: from now on what is said is missed. */
  onEnded?: () => void;
  /** No new connection comes about; said once until one does. */
  onLost: (error: unknown) => void;
}

/** Listens to what other processes say by NOTIFY, on a connection of its own that is made anew when it ends. */
export class Listener {
  readonly #stop = new AbortController();
  #client: pg.Client | undefined;
  #lost = false;

  constructor(private readonly listening: Listening) {}

  /** Resolves when it listens. @throws when the first connection does not come about; it is tried again all the same */
  async start(): Promise<void> {
    const { url, name, channels, onListening, onNotice } = this.listening;
    const options = startOptions(APPLICATION_ROLE);
    const client = new pg.Client({ connectionString: url, keepAlive: true, options, application_name: name });
    client.on('error', () => undefined);
    client.once('end', () => {
      this.listening.onEnded?.();
      void this.#startAgain();
    });
    client.on('notification', ({ payload = '', channel }) => {
      void Promise.resolve(onNotice(payload, client, channel)).catch(() => client.end());
    });
    await client.connect();
    this.#client = client;
    if (this.#stop.signal.aborted) {
      // The process was told to end while this connection came about: it would keep it.
      await client.end();
      return;
    }
    await client.query(channels.map((channel) => `LISTEN ${channel}`).join('; '));
    await onListening(client, this.#lost);
    this.#lost = false;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#client?.end();
  }

  /** Gives up a connection over which nothing comes any more; a new one is made. */
  abandon(): void {
    this.#client?.connection.stream.destroy();
  }

  async #startAgain(): Promise<void> {
    try {
      await wait(RECONNECT_MS, undefined, { ref: false, signal: this.#stop.signal });
      await this.start();
    } catch (error) {
      // A connection that failed has ended too, and is tried again by that.
      if (this.#lost || this.#stop.signal.aborted) return;
      this.#lost = true;
      this.listening.onLost(error);
    }
  }
}
