import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { EntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import type { QueryResultRow } from 'pg';
import { backoffMs, PAUSES, type Random } from '#clock';
import { isLostConnection, isTransient } from './failures.js';
import { runCommitHooks } from './on-commit.js';
import type { PreparedStatements } from './prepared.js';
import { rows } from './sql.js';
import { type Json, recordedStep, recordStep } from './steps.js';

const DEFAULT_TRIES = 5;

/** The transaction that is open where we are. */
const open = new AsyncLocalStorage<{ database: Database; tx: EntityManager } | undefined>();

/** As it is while this file is read: nobody has asked for anything. */
const nobodysContext = AsyncLocalStorage.snapshot();

/** Runs `work` as if nobody had asked for it: outside of the request, and of the transaction, that set it off. */
export function outsideOfRequest<Result>(work: () => Promise<Result>): Promise<Result> {
  return nobodysContext(work);
}

/** The one way to PostgreSQL: transactions for what changes, typed SQL for what is only read. */
export class Database {
  readonly #reader: EntityManager;

  /**
   * @param tries how often a transaction is run that PostgreSQL gives up for a conflict
   * @param prepared where statements are kept that are planned once; without it each is planned whenever it is run
   */
  constructor(
    private readonly em: EntityManager,
    private readonly random: Random,
    private readonly tries = DEFAULT_TRIES,
    private readonly prepared?: PreparedStatements,
  ) {
    this.#reader = this.fork();
  }

  /**
   * Runs one use case in one transaction on a fresh entity manager, flushes, commits. The whole of `work` runs again
   * (up to 5 times, with jitter) when PostgreSQL gives up a deadlock or a serialization conflict, or the connection broke
   * before the commit was asked for, so it must not call anything outside the database. What it returns is plain data:
   * inside a request with an Idempotency-Key it is stored in the same transaction, and given back instead of running
   * `work` a second time.
   * @throws Error inside another transaction: the two would not commit together, and could wait for each other
   */
  async transaction<Result extends Json | void>(work: (tx: EntityManager) => Promise<Result>): Promise<Result> {
    if (this.#openTransaction()) throw new Error('a transaction inside a transaction: pass the outer one on');
    const recorded = recordedStep<Result>();
    if (recorded) return recorded.result;
    for (let attempt = 1; ; attempt += 1) {
      const progress = { committing: false };
      try {
        return await this.#attempt(work, progress);
      } catch (error) {
        // Whether a commit went through whose answer never came, nobody can tell: that is not run again.
        const again = isTransient(error) || (!progress.committing && isLostConnection(error));
        if (attempt >= this.tries || !again) throw error;
        await wait(backoffMs(attempt, this.random.next(), PAUSES.transaction));
      }
    }
  }

  async #attempt<Result extends Json | void>(
    work: (tx: EntityManager) => Promise<Result>,
    progress: { committing: boolean },
  ): Promise<Result> {
    let committed: EntityManager | undefined;
    const result = await this.fork().transactional(async (tx) => {
      const outcome = await open.run({ database: this, tx }, () => work(tx));
      await tx.flush();
      await recordStep(tx, outcome);
      committed = tx;
      progress.committing = true;
      return outcome;
    });
    if (committed) runCommitHooks(committed);
    return result;
  }

  /** An entity manager of one's own, for reading entities outside a transaction. */
  fork(): EntityManager {
    // MikroORM would look for an open transaction in the asynchronous context, where a finished one may still stand.
    return this.em.fork({ disableContextResolution: true });
  }

  /**
   * Rows of one typed statement. Within a transaction it is run there: on a connection of its own it could wait for what
   * the transaction holds.
   */
  async rows<Row>(statement: RawBuilder<Row>): Promise<Row[]> {
    return rows(this.#openTransaction() ?? this.#reader, statement);
  }

  /**
   * As `rows`, of a statement that is planned once for each connection: for what is asked often, in few texts, and whose
   * plan does not depend on its values.
   */
  async preparedRows<Row>(statement: RawBuilder<Row>): Promise<Row[]> {
    if (!this.prepared || this.#openTransaction()) return this.rows(statement);
    const { sql, parameters } = statement.compile(this.#reader.getKysely());
    return this.prepared.rows<Row & QueryResultRow>(sql, parameters);
  }

  /** The first row of `rows`, or undefined. */
  async firstRow<Row>(statement: RawBuilder<Row>): Promise<Row | undefined> {
    return (await this.rows(statement))[0];
  }

  #openTransaction(): EntityManager | undefined {
    const found = open.getStore();
    return found?.database === this ? found.tx : undefined;
  }
}
