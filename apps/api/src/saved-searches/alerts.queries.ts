import type { EntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import { firstRow, sql } from '#database';
import type { SavedRow } from './saved-searches.queries.js';

/** A search that is due, and who is told of it. */
export interface DueSearch extends SavedRow {
  /** ids of places, the latest first; null before the first look */
  known: string[] | null;
  userId: string;
  /** null where there is none, or nobody is to be told: the account is suspended */
  email: string | null;
  firstName: string;
}

/** Takes searches that are due, under a lease that ends at `until`. */
export function takeDue(now: Date, until: Date, limit: number): RawBuilder<DueSearch> {
  return sql<DueSearch>`
    WITH taken AS (
      SELECT id
      FROM saved_searches
      WHERE due_at <= ${now}
      ORDER BY due_at
      LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    )
    UPDATE saved_searches s
    SET due_at = ${until}
    FROM taken
    JOIN saved_searches kept ON kept.id = taken.id
    JOIN users u ON u.id = kept.user_id
    WHERE s.id = taken.id
    RETURNING s.id, s.name, s.search, s.check_in AS "checkIn", s.alerts, s.version, s.created_at AS "createdAt",
      s.known, s.user_id AS "userId", u.first_name AS "firstName",
      CASE WHEN u.suspended_at IS NULL THEN u.email::text END AS email`;
}

/** What has come of a look. */
export interface Look {
  known: readonly string[] | null;
  /** when the next one is; null when there is none, as alerts have ended */
  dueAt: Date | null;
  /** when a letter was written, if one was */
  toldAt: Date | null;
}

/** Notes what has come of a look, unless the search was changed meanwhile, or taken by another; whether it was noted. */
export async function finishLook(
  tx: EntityManager,
  { id, version }: DueSearch,
  until: Date,
  { known, dueAt, toldAt }: Look,
): Promise<boolean> {
  const finished = await firstRow(
    tx,
    sql`
      UPDATE saved_searches
      SET known = ${known}::uuid[],
          due_at = ${dueAt}::timestamptz,
          alerts = CASE WHEN ${dueAt}::timestamptz IS NULL THEN 'none' ELSE alerts END,
          told_at = COALESCE(${toldAt}::timestamptz, told_at)
      WHERE id = ${id}::uuid
        AND version = ${version}
        AND due_at = ${until}
      RETURNING id`,
  );
  return finished !== undefined;
}
