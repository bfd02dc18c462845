import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database, outsideOfRequest } from '#database';
import { wallTime } from '../wall-time.js';
import { noteUse } from './api-keys.queries.js';

const MINUTE_MS = 60_000;
/** Uses are written together, behind the requests. */
const GATHERED_MS = 500;
const MOST_KEYS = 10_000;

/** When keys were last used: written at most once a minute for each, and no request waits for it. */
@Injectable()
export class KeyUses implements BeforeApplicationShutdown {
  readonly #logger = new Logger('KeyUses');
  readonly #noted = new LRUCache<string, true>({ max: MOST_KEYS, ttl: MINUTE_MS });
  readonly #unwritten = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  /** A request has come with the key. */
  note(keyId: string): void {
    if (this.#noted.has(keyId)) return;
    this.#noted.set(keyId, true);
    this.#unwritten.add(keyId);
    this.#timer ??= setTimeout(() => void this.#write(), GATHERED_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#write();
  }

  async #write(): Promise<void> {
    const ids = [...this.#unwritten];
    this.#unwritten.clear();
    this.#timer = undefined;
    if (ids.length === 0) return;
    try {
      await outsideOfRequest(() => this.database.rows(noteUse(ids, wallTime())));
    } catch (error) {
      this.#logger.warn(`when keys were used could not be written: ${String(error)}`);
    }
  }
}
