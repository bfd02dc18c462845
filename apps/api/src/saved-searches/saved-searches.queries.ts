import type { EntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import type { Alerts } from '#contracts/saved-searches.dto.js';
import type { SearchDto } from '#contracts/search.dto.js';
import { firstRow, rows, sql } from '#database';
import type { LocalDate } from '#dates';

/** A saved search as it is read. */
export interface SavedRow {
  id: string;
  name: string;
  search: SearchDto;
  checkIn: LocalDate | null;
  alerts: Alerts;
  version: number;
  createdAt: Date;
}

const shownColumns = sql`id, name, search, check_in AS "checkIn", alerts, version, created_at AS "createdAt"`;

/** A search of a person. */
export function savedSearchOf(userId: string, id: string): RawBuilder<SavedRow> {
  return sql<SavedRow>`
    SELECT ${shownColumns}
    FROM saved_searches
    WHERE id = ${id}::uuid
      AND user_id = ${userId}::uuid`;
}

/** The searches of a person, the latest first. */
export function savedSearchesOf(userId: string, beforeId: string | undefined, limit: number): RawBuilder<SavedRow> {
  return sql<SavedRow>`
    SELECT ${shownColumns}
    FROM saved_searches
    WHERE user_id = ${userId}::uuid
      ${beforeId === undefined ? sql`` : sql`AND id < ${beforeId}::uuid`}
    ORDER BY id DESC
    LIMIT ${limit}`;
}

/** All of them, without what is shown: to be counted. */
export function allSavedSearchesOf(userId: string): RawBuilder<unknown> {
  return sql`SELECT FROM saved_searches WHERE user_id = ${userId}::uuid`;
}

/** Has a person's new searches be kept one after the other; how many there are, up to `most`. */
export async function countLocked(tx: EntityManager, userId: string, most: number): Promise<number> {
  await rows(tx, sql`SELECT FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`);
  const counted = await firstRow(
    tx,
    sql<{ number: number }>`
      SELECT count(*) AS number
      FROM (SELECT FROM saved_searches WHERE user_id = ${userId}::uuid LIMIT ${most}) own`,
  );
  return counted?.number ?? 0;
}

/** Deletes a search; whether it was there. */
export async function deleteSavedSearch(tx: EntityManager, userId: string, id: string): Promise<boolean> {
  const gone = await firstRow(
    tx,
    sql`
      DELETE FROM saved_searches
      WHERE id = ${id}::uuid
        AND user_id = ${userId}::uuid
      RETURNING id`,
  );
  return gone !== undefined;
}
