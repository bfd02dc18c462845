import type { RawBuilder } from 'kysely';
import { sql } from '#database';

/** A new password in the place of the one that was shown; no row when it has been replaced since. */
export function changePassword(userId: string, old: string, changed: string): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    UPDATE users
    SET password_hash = ${changed}
    WHERE id = ${userId}::uuid
      AND password_hash = ${old}
    RETURNING id`;
}

/** A new password of whoever reads the mail of the account, which shows that they do. */
export function resetPassword(userId: string, passwordHash: string): RawBuilder<unknown> {
  return sql`
    UPDATE users
    SET password_hash = ${passwordHash},
        email_verified_at = coalesce(email_verified_at, now()),
        version = version + (email_verified_at IS NULL)::integer
    WHERE id = ${userId}::uuid`;
}
