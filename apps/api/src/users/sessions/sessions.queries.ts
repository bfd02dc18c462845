import type { RawBuilder } from 'kysely';
import { sql } from '#database';

/** A session that goes on. Times are wall times. */
export interface SessionRow {
  id: string;
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}

/** Where a page begins: after the session of that instant and id. */
export type SessionPlace = [createdAt: string, id: string];

const GOES_ON = sql`revoked_at IS NULL AND expires_at > now() AND ends_at > now()`;

/** The sessions of a user that go on, the latest first. */
export function sessionsOf(userId: string, after: SessionPlace | undefined, limit: number): RawBuilder<SessionRow> {
  const [createdAt, id] = after ?? ['infinity', '00000000-0000-0000-0000-000000000000'];
  return sql<SessionRow>`
    SELECT
      id,
      user_agent AS "userAgent",
      created_at AS "createdAt",
      rotated_at AS "lastSeenAt",
      expires_at AS "expiresAt"
    FROM sessions
    WHERE user_id = ${userId}::uuid
      AND ${GOES_ON}
      AND (created_at, id) < (${createdAt}::timestamptz, ${id}::uuid)
    ORDER BY created_at DESC, id DESC
    LIMIT ${limit}`;
}

/** Ends one session of a user; no row when they have none that goes on with this id. */
export function endSession(userId: string, id: string): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    UPDATE sessions
    SET revoked_at = now()
    WHERE id = ${id}::uuid
      AND user_id = ${userId}::uuid
      AND ${GOES_ON}
    RETURNING id`;
}

/** Ends all sessions of a user but one, or all. */
export function endSessions(userId: string, exceptId: string | null): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    UPDATE sessions
    SET revoked_at = now()
    WHERE user_id = ${userId}::uuid
      AND id IS DISTINCT FROM ${exceptId}::uuid
      AND revoked_at IS NULL
    RETURNING id`;
}

/** Notes when the person of a session last proved who they are; no row when it has ended. */
export function proveSession(userId: string, id: string, provedAt: Date): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    UPDATE sessions
    SET proved_at = ${provedAt}
    WHERE id = ${id}::uuid
      AND user_id = ${userId}::uuid
      AND ${GOES_ON}
    RETURNING id`;
}

/** With what one signs in to an account. */
export interface WaysInRow {
  passwordHash: string | null;
  /** counts the changes of all else */
  signInVersion: number;
}

/**
 * The account, if it is not suspended, kept from being suspended, and what one signs in with from being changed, until the
 * transaction ends: a session is opened before, and ended with the others, or not at all.
 */
export function lockUnsuspended(userId: string): RawBuilder<WaysInRow> {
  return sql<WaysInRow>`
    SELECT password_hash AS "passwordHash", sign_in_version AS "signInVersion"
    FROM users
    WHERE id = ${userId}::uuid
      AND suspended_at IS NULL
      AND erased_at IS NULL
    FOR SHARE`;
}

/** A session of a user that goes on, of an account that is not suspended; no row when it is none. */
export function openSession(userId: string, id: string): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    SELECT s.id
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    WHERE s.id = ${id}::uuid
      AND s.user_id = ${userId}::uuid
      AND ${GOES_ON}
      AND u.suspended_at IS NULL`;
}
