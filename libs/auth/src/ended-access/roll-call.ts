import type { RawBuilder } from 'kysely';
import { newId } from '#clock';
import { sql, type Database } from '#database';

/** The channel on which processes ask each other how far they have heard, and answer. */
export const ROLL_CALL = 'access_roll_call';

/** By what name connections that listen for changes of access are known among all of a database. */
export const LISTENERS = 'roost access news';

const ASKED = '?';
const HEARD = '!';

/**
 * Finds out that every process has heard what was committed before. PostgreSQL tells each listener in the order of commits:
 * who hears the question has heard all that went before it, and says so. How many have to is how many listen.
 */
export class RollCall {
  readonly #answers = new Map<string, () => void>();

  /** @param patientMs how long to wait for a process that says nothing: no less than it would trust what it has heard */
  constructor(
    private readonly database: Database,
    private readonly patientMs: number,
  ) {}

  /**
   * Resolves when all have heard; or when those who have not would ask the database by themselves, which is waited for also
   * while the database cannot be asked. What is to be heard is committed by now: nothing is thrown.
   */
  async hold(): Promise<void> {
    const id = newId();
    const { promise, resolve } = Promise.withResolvers<unknown>();
    let answers = 0;
    let wanted = Infinity;
    const count = (): void => {
      if (answers >= wanted) resolve(undefined);
    };
    this.#answers.set(id, () => {
      answers += 1;
      count();
    });
    const patience = setTimeout(() => resolve(undefined), this.patientMs);
    const asking = this.database.rows(question(id)).then(([row]) => {
      wanted = row?.listeners ?? 0;
      count();
    });
    try {
      asking.catch(() => undefined);
      await promise;
    } finally {
      clearTimeout(patience);
      this.#answers.delete(id);
    }
  }

  /** Takes in what is said on the channel: answers a question, counts an answer to one of ours. */
  async hear(payload: string): Promise<void> {
    const [said, id = ''] = payload.split(' ');
    if (said === ASKED) await this.database.rows(say(`${HEARD} ${id}`));
    else this.#answers.get(id)?.();
  }
}

function question(id: string): RawBuilder<{ listeners: number }> {
  return sql<{ listeners: number }>`
    SELECT count(*)::integer AS listeners, pg_notify(${ROLL_CALL}, ${`${ASKED} ${id}`})
    FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = ${LISTENERS}`;
}

function say(payload: string): RawBuilder<object> {
  return sql<object>`SELECT pg_notify(${ROLL_CALL}, ${payload})`;
}
