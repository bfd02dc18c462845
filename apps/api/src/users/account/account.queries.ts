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

/** How much of what an account has given to others has ended. */
export type EndedAccess = Record<'grants' | 'invitations' | 'keys', number>;

/**
 * Ends what an account has given to others while its address is not confirmed: whom it lets in, whom it asks in, and keys
 * that it has made, which whoever made them knows. They would outlive the ways in that `dropUnprovedWaysIn` takes away.
 */
export function endUnprovedAccess(userId: string): RawBuilder<EndedAccess> {
  const unproved = sql`(SELECT id FROM users WHERE id = ${userId}::uuid AND email_verified_at IS NULL)`;
  return sql<EndedAccess>`
    WITH grants AS (
      UPDATE access_grants
      SET ended_at = now()
      WHERE host_id IN ${unproved} AND ended_at IS NULL
      RETURNING id
    ), co_hosts AS (
      UPDATE co_host_invitations
      SET closed_at = now(), outcome = 'withdrawn'
      WHERE host_id IN ${unproved} AND closed_at IS NULL
      RETURNING id
    ), members AS (
      DELETE FROM organisation_invitations WHERE invited_by IN ${unproved}
      RETURNING id
    ), keys AS (
      UPDATE api_keys
      SET revoked_at = now()
      WHERE created_by IN ${unproved} AND revoked_at IS NULL
      RETURNING id
    )
    SELECT
      (SELECT count(*) FROM grants)::integer AS grants,
      ((SELECT count(*) FROM co_hosts) + (SELECT count(*) FROM members))::integer AS invitations,
      (SELECT count(*) FROM keys)::integer AS keys`;
}
