import { setImmediate as afterTheAnswer } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';
import { Database, outsideOfRequest } from '#database';
import { currentOrigin, type Origin } from './origin.js';
import { insertPending } from './pending.js';
import type { AuditRecord } from './record.js';

/** So many are written at once; of a flood that is faster, the rest is only counted, in the log. */
const MOST_AT_ONCE = 100;

/**
 * Who did what to whom, from where: entries of a chain that the database makes (migrations/0025_audit_log.sql), in the order
 * of the commits, without gaps. Who acts is what the request says (`actingFrom`), or else the application by itself.
 */
@Injectable()
export class Audit implements BeforeApplicationShutdown {
  readonly #logger = new Logger('Audit');
  readonly #writing = new Set<Promise<void>>();

  constructor(private readonly database: Database) {}

  /** Records what the open transaction does: it is there if, and only if, the transaction commits. */
  async record(tx: EntityManager, record: AuditRecord): Promise<void> {
    await insert(tx, record, originOf(record));
  }

  /**
   * Records what has changed nothing, and so has no transaction: nobody waits for it, as the time that an answer takes would
   * tell that there was something to record. What is being written when the process is killed is lost.
   */
  note(record: AuditRecord): void {
    if (this.#writing.size >= MOST_AT_ONCE) {
      this.#logger.warn({ action: record.action, subject: record.subject }, 'not recorded: too many at once');
      return;
    }
    const origin = originOf(record);
    const writing = outsideOfRequest(async () => {
      await afterTheAnswer();
      await this.database.transaction((tx) => insert(tx, record, origin));
    })
      .catch((error: unknown) => this.#logger.error({ err: error, action: record.action }, 'not recorded'))
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#writing);
  }
}

/** The session of a request is that of who sent it, who may be another than the one whose link it brings. */
function originOf({ actor, sessionId }: AuditRecord): Origin {
  const origin = currentOrigin();
  const isSender = actor === undefined || actor.id === origin.actor.id;
  return { ...origin, actor: actor ?? origin.actor, sessionId: sessionId ?? (isSender ? origin.sessionId : undefined) };
}

async function insert(tx: EntityManager, record: AuditRecord, origin: Origin): Promise<void> {
  const { text, values } = insertPending(record, origin);
  await tx.getKysely().executeQuery(CompiledQuery.raw(text, values));
}
