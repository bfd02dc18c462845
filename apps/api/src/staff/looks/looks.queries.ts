import type { RawBuilder } from 'kysely';
import type { AccountLookDto } from '#contracts/staff.dto.js';
import { sql } from '#database';

/** A look that begins. */
export interface NewLook {
  id: string;
  userId: string;
  by: string;
  reason: string;
  seconds: number;
}

/** Notes that somebody looks at an account, and why. */
export function insertLook({ id, userId, by, reason, seconds }: NewLook): RawBuilder<unknown> {
  return sql`
    INSERT INTO account_looks (id, user_id, looked_by, reason, created_at, expires_at)
    VALUES (${id}, ${userId}, ${by}, ${reason}, now(), now() + make_interval(secs => ${seconds}))`;
}

/** Notes what a look has read. */
export function insertRead(id: string, lookId: string, what: string): RawBuilder<unknown> {
  return sql`
    INSERT INTO account_look_reads (id, look_id, what, read_at)
    VALUES (${id}, ${lookId}, ${what}, now())`;
}

/** The looks into an account, the latest first. */
export function looksInto(userId: string, beforeId: string | undefined, limit: number): RawBuilder<AccountLookDto> {
  return sql<AccountLookDto>`
    SELECT
      l.id,
      l.reason,
      l.created_at AS "createdAt",
      l.expires_at AS "expiresAt",
      (SELECT count(*) FROM account_look_reads r WHERE r.look_id = l.id) AS reads
    FROM account_looks l
    WHERE l.user_id = ${userId}::uuid
      ${beforeId === undefined ? sql`` : sql`AND l.id < ${beforeId}::uuid`}
    ORDER BY l.id DESC
    LIMIT ${limit}`;
}
