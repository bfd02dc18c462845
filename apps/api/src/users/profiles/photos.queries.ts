import type { EntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import { firstRow, rows, sql } from '#database';

/** An account as it is when its photo is changed: locked. */
export function lockAccount(tx: EntityManager, userId: string): Promise<{ version: number } | undefined> {
  return firstRow(
    tx,
    sql<{ version: number }>`SELECT version FROM users WHERE id = ${userId}::uuid AND erased_at IS NULL FOR UPDATE`,
  );
}

/** The version of an account. */
export function versionOf(userId: string): RawBuilder<{ version: number }> {
  return sql<{ version: number }>`SELECT version FROM users WHERE id = ${userId}::uuid`;
}

/** Notes files that are about to be written; they go at `removeAt` unless they are shown by then. */
export function insertPhoto(id: string, userId: string, removeAt: Date): RawBuilder<unknown> {
  return sql`
    INSERT INTO user_photos (id, user_id, remove_at)
    VALUES (${id}::uuid, ${userId}::uuid, ${removeAt})`;
}

/** Has the photo of an account shown no more, and its files go from `now` on; its id, if there is one. */
export function hidePhoto(tx: EntityManager, userId: string, now: Date): Promise<{ id: string } | undefined> {
  return firstRow(
    tx,
    sql<{ id: string }>`
      UPDATE user_photos
      SET remove_at = ${now}
      WHERE user_id = ${userId}::uuid
        AND remove_at IS NULL
      RETURNING id`,
  );
}

/** Has a photo shown; no row when its files have gone meanwhile, or are about to. */
export function showPhoto(tx: EntityManager, id: string, now: Date): Promise<{ id: string } | undefined> {
  return firstRow(
    tx,
    sql<{ id: string }>`
      UPDATE user_photos
      SET remove_at = NULL
      WHERE id = ${id}::uuid
        AND remove_at > ${now}
      RETURNING id`,
  );
}

/** Counts a change of an account. */
export async function countChange(tx: EntityManager, userId: string, now: Date): Promise<void> {
  await rows(tx, sql`UPDATE users SET version = version + 1, updated_at = ${now} WHERE id = ${userId}::uuid`);
}

/** Takes photos whose files are to go, under a lease that ends at `again`. */
export function takeRemoved(now: Date, again: Date, limit: number): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    WITH taken AS (
      SELECT id
      FROM user_photos
      WHERE remove_at <= ${now}
      ORDER BY remove_at
      LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    )
    UPDATE user_photos
    SET remove_at = ${again}
    FROM taken
    WHERE user_photos.id = taken.id
    RETURNING user_photos.id`;
}

/** Forgets photos whose files are gone. */
export function deletePhotos(ids: readonly string[]): RawBuilder<unknown> {
  return sql`
    DELETE FROM user_photos
    WHERE id = ANY(${ids}::uuid[])
      AND remove_at IS NOT NULL`;
}
