import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from '@mikro-orm/postgresql';
import { rows, sql } from './sql.js';

/** What can be stored as jsonb and comes back the same. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

/**
 * The transactions of one request that carries an Idempotency-Key. Each commits its result into the key's row; when the
 * request is made again after a crash, the committed ones are not run again: their recorded results are given. They are
 * told apart by their place, so a request runs them one after the other.
 */
export interface RequestSteps {
  scope: string;
  key: string;
  /** `locked_until` of the key's row as this request has set it: whoever takes the key over moves it */
  lease: Date;
  recorded: { result?: Json }[];
  next: number;
}

/** The key belongs to a later try of the same request by now: what this one does must not be committed. */
export class StepsTakenOver extends Error {
  constructor() {
    super('another try of the same request has taken its idempotency key over');
  }
}

const current = new AsyncLocalStorage<RequestSteps | undefined>();

/** Runs `work` with its transactions recorded under the request's idempotency key. */
export function withRecordedSteps<Result>(steps: RequestSteps, work: () => Promise<Result>): Promise<Result> {
  return current.run(steps, work);
}

/** Runs `work` outside of the current request's steps: for what a request merely sets off. */
export function withoutRecordedSteps<Result>(work: () => Promise<Result>): Promise<Result> {
  return current.run(undefined, work);
}

/** The result of the transaction that comes next, when an earlier try of this request has committed it. */
export function recordedStep<Result extends Json | void>(): { result: Result } | undefined {
  const steps = current.getStore();
  const step = steps?.recorded[steps.next];
  if (!steps || !step) return undefined;
  steps.next += 1;
  return { result: step.result as Result };
}

/**
 * Writes a transaction's result into the key's row, within that transaction.
 * @throws StepsTakenOver
 */
export async function recordStep(tx: EntityManager, result: Json | void): Promise<void> {
  const steps = current.getStore();
  if (!steps) return;
  const step = JSON.stringify([result === undefined ? {} : { result }]);
  const written = await rows(
    tx,
    sql`
      UPDATE idempotency_keys
      SET steps = steps || ${step}::jsonb
      WHERE scope = ${steps.scope}
        AND key = ${steps.key}
        AND locked_until = ${steps.lease}
        AND status IS NULL
      RETURNING 1`,
  );
  if (written.length === 0) throw new StepsTakenOver();
}
