import type { RawBuilder } from 'kysely';
import type { ExportStatus } from '#contracts/privacy.dto.js';
import { sql } from '#database';

/** An export, for its owner. */
export interface ExportRow {
  id: string;
  status: ExportStatus;
  createdAt: Date;
  readyAt: Date | null;
  expiresAt: Date | null;
  bytes: number | null;
}

/** One that is to be made now. */
export interface DueExport extends ExportTry {
  userId: string;
}

/** The try at an export that made its file, or is to make it. */
export interface ExportTry {
  id: string;
  /** tries so far, this one included */
  attempts: number;
}

/** The file of an export in the storage: each try writes its own, as one may still be at it when the next begins. */
export const fileOf = ({ id, attempts }: ExportTry): string => `exports/${id}-${attempts}.zip`;

/** The same of rows of `data_exports`. */
export const fileNames = sql`concat('exports/', id, '-', attempts, '.zip')`;

const SHOWN = sql`
  id, status, created_at AS "createdAt", ready_at AS "readyAt", expires_at AS "expiresAt", bytes`;

/** A person's exports, the latest first. */
export function exportsOf(userId: string, beforeId: string | undefined, limit: number): RawBuilder<ExportRow> {
  return sql<ExportRow>`
    SELECT ${SHOWN}
    FROM data_exports
    WHERE user_id = ${userId}::uuid
      ${beforeId === undefined ? sql`` : sql`AND id < ${beforeId}::uuid`}
    ORDER BY id DESC
    LIMIT ${limit}`;
}

/** One of a person's exports. */
export function exportOf(userId: string, id: string): RawBuilder<ExportRow> {
  return sql<ExportRow>`
    SELECT ${SHOWN}
    FROM data_exports
    WHERE id = ${id}::uuid
      AND user_id = ${userId}::uuid`;
}

/** An export of anybody that can be downloaded. */
export function readyExport(id: string): RawBuilder<ExportTry & { bytes: number }> {
  return sql<ExportTry & { bytes: number }>`
    SELECT id, attempts, bytes
    FROM data_exports
    WHERE id = ${id}::uuid
      AND status = 'ready'`;
}

/** Has one be made, unless one is being made: then no row. */
export function insertExport(id: string, userId: string, now: Date): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    INSERT INTO data_exports (id, user_id, status, created_at, due_at)
    VALUES (${id}, ${userId}, 'pending', ${now}, ${now})
    ON CONFLICT (user_id) WHERE status = 'pending' DO NOTHING
    RETURNING id`;
}

/** The one that is being made for somebody. */
export function pendingExport(userId: string): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    SELECT id
    FROM data_exports
    WHERE user_id = ${userId}::uuid
      AND status = 'pending'`;
}

/** When the earliest of the last `most` exports was asked for; no row while there are fewer. */
export function earliestOfLast(userId: string, most: number): RawBuilder<{ createdAt: Date }> {
  return sql<{ createdAt: Date }>`
    SELECT created_at AS "createdAt"
    FROM data_exports
    WHERE user_id = ${userId}::uuid
    ORDER BY id DESC
    OFFSET ${most - 1}
    LIMIT 1`;
}

/** Takes the next one that is due, under a lease, so that no other process makes it at the same time. */
export function takeDue(now: Date, until: Date): RawBuilder<DueExport> {
  return sql<DueExport>`
    UPDATE data_exports
    SET attempts = attempts + 1, due_at = ${until}
    WHERE id = (
      SELECT id
      FROM data_exports
      WHERE due_at <= ${now}
      ORDER BY due_at
      LIMIT 1
      FOR UPDATE SKIP LOCKED)
    RETURNING id, user_id AS "userId", attempts`;
}

/** Gives up those that are due and have had all their tries: the process of the last one died. */
export function giveUp(now: Date, tries: number): RawBuilder<ExportTry> {
  return sql<ExportTry>`
    UPDATE data_exports
    SET status = 'failed', due_at = NULL, last_error = COALESCE(last_error, 'No try came to its end.')
    WHERE due_at <= ${now}
      AND attempts >= ${tries}
    RETURNING id, attempts`;
}

/** It can be downloaded; no row when another try has begun since, or whose it was has gone. */
export function finish(
  { id, attempts }: ExportTry,
  bytes: number,
  now: Date,
  expiresAt: Date,
): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    UPDATE data_exports
    SET status = 'ready', due_at = NULL, last_error = NULL, bytes = ${bytes}, ready_at = ${now}, expires_at = ${expiresAt}
    WHERE id = ${id}::uuid
      AND status = 'pending'
      AND attempts = ${attempts}
    RETURNING id`;
}

/** It could not be made; no row when another try has begun since. @param next when to try again; null to give it up */
export function failed({ id, attempts }: ExportTry, reason: string, next: Date | null): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    UPDATE data_exports
    SET status = CASE WHEN ${next}::timestamptz IS NULL THEN 'failed' ELSE 'pending' END, due_at = ${next}, last_error = ${reason}
    WHERE id = ${id}::uuid
      AND status = 'pending'
      AND attempts = ${attempts}
    RETURNING id`;
}

/** Ends those whose time is over. */
export function expire(now: Date, most: number): RawBuilder<ExportTry> {
  return sql<ExportTry>`
    UPDATE data_exports
    SET status = 'expired'
    WHERE id IN (
      SELECT id
      FROM data_exports
      WHERE status = 'ready'
        AND expires_at <= ${now}
      ORDER BY expires_at
      LIMIT ${most}
      FOR UPDATE SKIP LOCKED)
    RETURNING id, attempts`;
}
