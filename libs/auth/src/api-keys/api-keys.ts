import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CONFIG, type AppConfig } from '#config';
import { Database } from '#database';
import { AccessNews } from '../ended-access/access-news.js';
import type { ApiKeyMode } from './api-key.js';
import { keyByPrefix, type KnownKey } from './api-keys.queries.js';
import { addressRule, type AddressRule } from './networks.js';

/** What the trigger on the table says a change of a key on: its prefix. */
const CHANNEL = 'api_keys';
const KEYS_KEPT = 10_000;

/** A key as it is now, and from where it may be used. */
export type KeptKey = KnownKey & { isAllowedFrom: AddressRule };

/**
 * API keys by their prefix, kept in memory: a request costs a look-up in a map. The database says when one has changed –
 * was ended, rotated, is good for something else – and it is read again. While this process cannot be told, each request
 * asks the database. The table is read here, where requests are judged, and written by the room of partners above.
 */
@Injectable()
export class ApiKeys {
  readonly mode: ApiKeyMode;
  readonly #kept = new LRUCache<string, KeptKey>({ max: KEYS_KEPT });
  #changes = 0;

  constructor(
    private readonly database: Database,
    private readonly news: AccessNews,
    @Inject(CONFIG) config: AppConfig,
  ) {
    this.mode = config.stripe.mode === 'live' ? 'live' : 'test';
    news.subscribe(CHANNEL, { begin: () => this.#forgetAll(), hear: (prefix) => this.#forget(prefix) });
  }

  /** The key with this prefix, as far as it is in memory and that can be trusted. */
  kept(prefix: string): KeptKey | undefined {
    return this.news.isHeard ? this.#kept.get(prefix) : undefined;
  }

  /** The key with this prefix, ended or not. */
  async find(prefix: string): Promise<KeptKey | undefined> {
    const kept = this.kept(prefix);
    if (kept) return kept;
    const changesBefore = this.#changes;
    const [row] = await this.database.rows(keyByPrefix(prefix));
    if (!row) return undefined;
    const key = { ...row, isAllowedFrom: addressRule(row.networks) };
    // What has changed while it was read may have been read as it was before, and has been told of already.
    if (changesBefore === this.#changes) this.#kept.set(prefix, key);
    return key;
  }

  /** A key has been changed: who has changed it finds it so with the next request to any process. */
  async catchUp(prefix: string): Promise<void> {
    this.#forget(prefix);
    await this.news.heardByAll();
  }

  #forget(prefix: string): void {
    this.#changes += 1;
    this.#kept.delete(prefix);
  }

  #forgetAll(): Promise<void> {
    this.#changes += 1;
    this.#kept.clear();
    return Promise.resolve();
  }
}
