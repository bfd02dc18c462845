import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type AppConfig } from '#config';
import { Database } from '#database';
import type { Principal } from '../principal.js';
import { LOOK_SECONDS } from '../tokens/look-tokens.js';
import { AccessNews } from './access-news.js';
import { EndedAccess, type Access } from './ended-access.js';
import { endsOf, lately } from './ended-access.queries.js';

const CHANNEL = 'ended_access';
/** By how much the clocks of processes may differ, as with tokens that come from a process ahead of us. */
const SKEW_SECONDS = 60;

/**
 * Knows whose access has ended before their tokens have. Every process is told by the database when that is committed,
 * and keeps it in memory, so that a request costs two look-ups in a map. While this process cannot be told it asks the
 * database for each request instead.
 */
@Injectable()
export class AccessWatch {
  readonly #ended: EndedAccess;
  readonly #keptSeconds: number;

  constructor(
    private readonly database: Database,
    private readonly news: AccessNews,
    @Inject(CONFIG) config: AppConfig,
  ) {
    this.#keptSeconds = Math.max(config.auth.accessMinutes * 60, LOOK_SECONDS) + SKEW_SECONDS;
    this.#ended = new EndedAccess(this.#keptSeconds * 1000);
    news.subscribe(CHANNEL, {
      begin: () => this.#read(this.#keptSeconds),
      hear: (payload) => this.#noteNotice(payload),
    });
  }

  /** Whether what a token gave has ended before its time: for its subject, or for who looks at the subject's account. */
  async hasEnded({ lookedAtBy, ...owner }: Access & Pick<Principal, 'lookedAtBy'>): Promise<boolean> {
    if (await this.#hasEnded(owner)) return true;
    return lookedAtBy !== undefined && this.#hasEnded({ sessionId: owner.sessionId, ...lookedAtBy });
  }

  async #hasEnded(access: Access): Promise<boolean> {
    if (this.news.isHeard) return this.#ended.covers(access);
    const ended = new EndedAccess(Infinity);
    for (const end of await this.database.rows(endsOf(access))) ended.note(end, 0);
    return ended.covers(access);
  }

  /** Takes in what has just been committed: who has ended something finds it ended with the next request to any process. */
  async catchUp(): Promise<void> {
    await this.#read(SKEW_SECONDS);
    await this.news.heardByAll();
  }

  async #read(seconds: number): Promise<void> {
    for (const end of await this.database.rows(lately(seconds))) this.#ended.note(end, Date.now());
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
}
