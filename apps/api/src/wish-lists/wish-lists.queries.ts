import type { EntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import type { SharedWishListDto, WishListDto } from '#contracts/wish-lists.dto.js';
import { firstRow, rows, sql } from '#database';

const publicColumns = sql`name, check_in AS "checkIn", check_out AS "checkOut", COALESCE(guests, 1) AS guests, places`;
const shownColumns = sql`${publicColumns}, id, link_hash IS NOT NULL AS shared, version, created_at AS "createdAt"`;

/** A list of a person. */
export function wishListOf(userId: string, id: string): RawBuilder<WishListDto> {
  return sql<WishListDto>`
    SELECT ${shownColumns}
    FROM wish_lists
    WHERE id = ${id}::uuid
      AND user_id = ${userId}::uuid`;
}

/** The lists of a person, the latest first. */
export function wishListsOf(userId: string, beforeId: string | undefined, limit: number): RawBuilder<WishListDto> {
  return sql<WishListDto>`
    SELECT ${shownColumns}
    FROM wish_lists
    WHERE user_id = ${userId}::uuid
      ${beforeId === undefined ? sql`` : sql`AND id < ${beforeId}::uuid`}
    ORDER BY id DESC
    LIMIT ${limit}`;
}

/** All of them, without what is shown: to be counted. */
export function allWishListsOf(userId: string): RawBuilder<unknown> {
  return sql`SELECT FROM wish_lists WHERE user_id = ${userId}::uuid`;
}

/** A list that is read by a link. */
export interface SharedWishList extends SharedWishListDto {
  id: string;
}

/** The list that a link is for. Of a suspended person none is shown. */
export function sharedWishList(linkHash: Buffer): RawBuilder<SharedWishList> {
  return sql<SharedWishList>`
    SELECT ${publicColumns}, id
    FROM wish_lists l
    WHERE link_hash = ${linkHash}
      AND NOT EXISTS (SELECT FROM users u WHERE u.id = l.user_id AND u.suspended_at IS NOT NULL)`;
}

/** Has a person's new lists be made one after the other; how many there are, up to `most`. */
export async function countLocked(tx: EntityManager, userId: string, most: number): Promise<number> {
  await rows(tx, sql`SELECT FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`);
  const counted = await firstRow(
    tx,
    sql<{ number: number }>`
      SELECT count(*) AS number
      FROM (SELECT FROM wish_lists WHERE user_id = ${userId}::uuid LIMIT ${most}) own`,
  );
  return counted?.number ?? 0;
}

/** Deletes a list with its places; whether it was there. */
export async function deleteWishList(tx: EntityManager, userId: string, id: string): Promise<boolean> {
  const gone = await firstRow(
    tx,
    sql`
      DELETE FROM wish_lists
      WHERE id = ${id}::uuid
        AND user_id = ${userId}::uuid
      RETURNING id`,
  );
  return gone !== undefined;
}
