import { Injectable } from '@nestjs/common';
import { Database, sql, type Json, type RequestSteps } from '#database';

/** How long a request may hold its key before a retry may take it over; longer than a handler should ever take. */
const LOCK_MS = 20_000;

/** A request that was made with an Idempotency-Key. */
export interface KeyedRequest {
  /** user and route */
  scope: string;
  key: string;
  /** of method, URL and body: the same key must come with the same request */
  hash: Buffer;
}

/** What a key's request was answered with. */
export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  /** JSON; empty when the answer has no body */
  body: string;
}

/** What is to be done with a request that has a key. */
export type Admission =
  | { kind: 'run'; steps: RequestSteps }
  | { kind: 'replay'; answer: StoredAnswer }
  | { kind: 'running' }
  | { kind: 'mismatch' };

interface KeyRow {
  requestMatches: boolean;
  status: number | null;
  headers: Record<string, string> | null;
  body: string | null;
}

interface TakenRow {
  steps: { result?: Json }[];
  lease: Date;
}

/**
 * Keys, requests and their answers. Locks are about processes, so their time is wall time. Whoever was too slow, and
 * has lost the key to a retry, changes nothing of it any more: each statement names the lease that it holds.
 */
@Injectable()
export class IdempotencyStore {
  constructor(private readonly database: Database) {}

  /** Takes the key for this request, or says why it cannot be run. */
  async admit(request: KeyedRequest): Promise<Admission> {
    const { scope, key, hash } = request;
    const now = new Date();
    const lockedUntil = new Date(now.getTime() + LOCK_MS);
    // Free, or left behind by a process that died: then its committed steps come along, and are not run again.
    const taken = await this.database.firstRow<TakenRow>(sql`
      INSERT INTO idempotency_keys AS k (scope, key, request_hash, locked_until, created_at)
      VALUES (${scope}, ${key}, ${hash}, ${lockedUntil}, ${now})
      ON CONFLICT (scope, key) DO UPDATE
      SET locked_until = excluded.locked_until
      WHERE k.request_hash = excluded.request_hash
        AND k.status IS NULL
        AND k.locked_until <= ${now}
      RETURNING steps, locked_until AS lease`);
    if (!taken) return this.#refusal(request);
    return { kind: 'run', steps: { scope, key, lease: taken.lease, recorded: taken.steps, next: 0 } };
  }

  async #refusal({ scope, key, hash }: KeyedRequest): Promise<Admission> {
    const row = await this.database.firstRow<KeyRow>(sql`
      SELECT request_hash = ${hash} AS "requestMatches", status, headers, body
      FROM idempotency_keys
      WHERE scope = ${scope}
        AND key = ${key}`);
    if (!row) return { kind: 'running' };
    if (!row.requestMatches) return { kind: 'mismatch' };
    if (row.status === null) return { kind: 'running' };
    return { kind: 'replay', answer: { status: row.status, headers: row.headers ?? {}, body: row.body ?? '' } };
  }

  /** Keeps the answer, to be given again. */
  async complete({ scope, key, lease }: RequestSteps, answer: StoredAnswer): Promise<void> {
    await this.database.rows(sql`
      UPDATE idempotency_keys
      SET status = ${answer.status}, headers = ${JSON.stringify(answer.headers)}::jsonb, body = ${answer.body}
      WHERE scope = ${scope}
        AND key = ${key}
        AND locked_until = ${lease}
        AND status IS NULL`);
  }

  /** Lets go of a key whose request failed: with nothing done it is free again, otherwise a retry takes up from there. */
  async release({ scope, key, lease }: RequestSteps): Promise<void> {
    await this.database.rows(sql`
      WITH freed AS (
        DELETE FROM idempotency_keys
        WHERE scope = ${scope}
          AND key = ${key}
          AND locked_until = ${lease}
          AND status IS NULL
          AND steps = '[]'
        RETURNING 1)
      UPDATE idempotency_keys
      SET locked_until = ${new Date()}
      WHERE scope = ${scope}
        AND key = ${key}
        AND locked_until = ${lease}
        AND status IS NULL
        AND NOT EXISTS (SELECT FROM freed)`);
  }
}
