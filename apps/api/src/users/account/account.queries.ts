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

/**
 * Takes away what signs in to an account besides its password, while its address is not confirmed. Whoever made it need not
 * be the one who reads its mail: that one must not get an account into which another has a key.
 */
export function dropUnprovedWaysIn(userId: string): RawBuilder<unknown> {
  const isUnproved = sql`user_id IN (SELECT id FROM users WHERE id = ${userId}::uuid AND email_verified_at IS NULL)`;
  return sql`
    WITH passkeys_dropped AS (
      DELETE FROM passkeys WHERE ${isUnproved}
    ), identities_dropped AS (
      DELETE FROM identities WHERE ${isUnproved}
    ), attempts_dropped AS (
      DELETE FROM oidc_attempts WHERE ${isUnproved}
    ), secrets_dropped AS (
      DELETE FROM totp_secrets WHERE ${isUnproved}
    )
    DELETE FROM recovery_codes WHERE ${isUnproved}`;
}
