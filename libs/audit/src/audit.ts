import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';
import { Random } from '#clock';
import { Database, outsideOfRequest } from '#database';
import { currentOrigin, type Origin } from './origin.js';
import { insertPending, type OriginatedRecord } from './pending.js';
import type { AuditRecord } from './record.js';

/** So many notes are kept to be written; of a flood that is faster, the rest is only told of in the log. */
const MOST_NOTES = 1000;
/** The longest that a note waits for others, in milliseconds. */
const LONGEST_WAIT_MS = 2000;

/**
 * Who did what to whom, from where: entries of a chain that the database makes (migrations/0025_audit_log.sql), in the order
 * of the commits, without gaps. Who acts is what the request says (`actingFrom`), or else the application by itself.
 */
@Injectable()
export class Audit implements BeforeApplicationShutdown {
  readonly #logger = new Logger('Audit');
  readonly #ends = new AbortController();
  readonly #writing = new Set<Promise<void>>();
  #notes: OriginatedRecord[] = [];

  constructor(
    private readonly database: Database,
    private readonly random: Random,
  ) {}

  /** Records what the open transaction does: it is there if, and only if, the transaction commits. */
  async record(tx: EntityManager, record: AuditRecord): Promise<void> {
    await insert(tx, [{ record, origin: originOf(record) }]);
  }

  /**
   * Records what has changed nothing, and so has no transaction. Nobody waits for it, and it is written at a moment that
   * has nothing to do with the request: neither its answer nor the next one takes longer because there was something to
   * record. What has not been written when the process is killed is lost.
   */
  note(record: AuditRecord): void {
    if (this.#notes.length >= MOST_NOTES) {
      this.#logger.warn({ action: record.action, subject: record.subject }, 'not recorded: too many at once');
      return;
    }
    this.#notes.push({ record, origin: originOf(record) });
    // Those that come before it is written go with the first.
    if (this.#notes.length > 1) return;
    const writing = outsideOfRequest(() => this.#writeNotes()).finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#ends.abort();
    await Promise.all(this.#writing);
  }

  async #writeNotes(): Promise<void> {
    await this.#waitForOthers();
    const notes = this.#notes;
    this.#notes = [];
    try {
      await this.database.transaction((tx) => insert(tx, notes));
    } catch (error) {
      this.#logger.error({ err: error, notes: notes.length }, 'not recorded');
    }
  }

  async #waitForOthers(): Promise<void> {
    const { signal } = this.#ends;
    if (signal.aborted) return;
    const wait = pause(this.random.next() * LONGEST_WAIT_MS, undefined, { signal });
    await wait.catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

/** The session of a request is that of who sent it, who may be another than the one whose link it brings. */
function originOf({ actor, sessionId }: AuditRecord): Origin {
  const origin = currentOrigin();
  const isSender = actor === undefined || actor.id === origin.actor.id;
  return { ...origin, actor: actor ?? origin.actor, sessionId: sessionId ?? (isSender ? origin.sessionId : undefined) };
}

async function insert(tx: EntityManager, done: readonly OriginatedRecord[]): Promise<void> {
  const { text, values } = insertPending(done);
  await tx.getKysely().executeQuery(CompiledQuery.raw(text, values));
}
