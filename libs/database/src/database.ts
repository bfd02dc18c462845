import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import { setTimeout as wait } from 'node:timers/promises';
import { isTransient } from './failures.js';
import { runCommitHooks } from './on-commit.js';
import { rows } from './sql.js';
import { type Json, recordedStep, recordStep } from './steps.js';

const MAX_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 10;

/** The one way to PostgreSQL: transactions for what changes, typed SQL for what is only read. */
@Injectable()
export class Database {
  constructor(private readonly em: EntityManager) {}

  /**
   * Runs one use case in one transaction on a fresh entity manager, flushes, commits. The whole of `work` runs again
   * (up to 5 times, with jitter) when PostgreSQL gives up a deadlock or a serialization conflict, so it must not call
   * anything outside the database. What it returns is plain data: inside a request with an Idempotency-Key it is
   * stored in the same transaction, and given back instead of running `work` a second time.
   */
  async transaction<Result extends Json | void>(work: (tx: EntityManager) => Promise<Result>): Promise<Result> {
    const recorded = recordedStep<Result>();
    if (recorded) return recorded.result;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(work);
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isTransient(error)) throw error;
        await wait(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
      }
    }
  }

  async #attempt<Result extends Json | void>(work: (tx: EntityManager) => Promise<Result>): Promise<Result> {
    let committed: EntityManager | undefined;
    const result = await this.em.fork().transactional(async (tx) => {
      const outcome = await work(tx);
      await tx.flush();
      await recordStep(tx, outcome);
      committed = tx;
      return outcome;
    });
    if (committed) runCommitHooks(committed);
    return result;
  }

  /** An entity manager of one's own, for reading entities outside a transaction. */
  fork(): EntityManager {
    return this.em.fork();
  }

  /** Rows of one typed statement, outside any transaction. */
  async rows<Row>(statement: RawBuilder<Row>): Promise<Row[]> {
    return rows(this.em, statement);
  }

  /** The first row of one typed statement, or undefined. */
  async firstRow<Row>(statement: RawBuilder<Row>): Promise<Row | undefined> {
    return (await rows(this.em, statement))[0];
  }
}
