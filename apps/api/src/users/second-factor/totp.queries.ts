import type { RawBuilder } from 'kysely';
import { sql } from '#database';

/** Keeps a new secret that waits for its first code, in place of another that does; no row when one has been confirmed. */
export function putPendingSecret(
  userId: string,
  sealed: Buffer,
  { now, until }: { now: Date; until: Date },
): RawBuilder<{ user_id: string }> {
  return sql<{ user_id: string }>`
    INSERT INTO totp_secrets AS kept (user_id, sealed_secret, created_at, pending_until)
    VALUES (${userId}, ${sealed}, ${now}, ${until})
    ON CONFLICT (user_id) DO UPDATE
    SET sealed_secret = excluded.sealed_secret,
        created_at = excluded.created_at,
        pending_until = excluded.pending_until
    WHERE kept.confirmed_at IS NULL
    RETURNING user_id`;
}

/** The secret that waits to be confirmed. */
export function pendingSecret(userId: string, now: Date): RawBuilder<{ sealed: Buffer }> {
  return sql<{ sealed: Buffer }>`
    SELECT sealed_secret AS sealed
    FROM totp_secrets
    WHERE user_id = ${userId}::uuid
      AND pending_until > ${now}`;
}

/** The secret that is in use. */
export function secretOf(userId: string): RawBuilder<{ sealed: Buffer }> {
  return sql<{ sealed: Buffer }>`
    SELECT sealed_secret AS sealed
    FROM totp_secrets
    WHERE user_id = ${userId}::uuid
      AND confirmed_at IS NOT NULL`;
}

/** Has the secret count from now on, but for codes up to `step`. */
export function confirmSecret(userId: string, step: number, now: Date): RawBuilder<unknown> {
  return sql`
    UPDATE totp_secrets
    SET confirmed_at = ${now},
        pending_until = NULL,
        last_step = ${step}
    WHERE user_id = ${userId}::uuid`;
}

/** Takes the code of a step; no row when that step, or a later one, has been taken before: each code counts once. */
export function takeStep(userId: string, step: number): RawBuilder<{ user_id: string }> {
  return sql<{ user_id: string }>`
    UPDATE totp_secrets
    SET last_step = ${step}
    WHERE user_id = ${userId}::uuid
      AND confirmed_at IS NOT NULL
      AND last_step < ${step}
    RETURNING user_id`;
}

/** Puts the same secret, sealed anew, in the place of `old`. */
export function resealSecret(userId: string, old: Buffer, sealed: Buffer): RawBuilder<unknown> {
  return sql`
    UPDATE totp_secrets
    SET sealed_secret = ${sealed}
    WHERE user_id = ${userId}::uuid
      AND sealed_secret = ${old}`;
}

/** Forgets the secret; no row when there was none in use. */
export function removeSecret(userId: string): RawBuilder<{ confirmed: boolean }> {
  return sql<{ confirmed: boolean }>`
    DELETE FROM totp_secrets
    WHERE user_id = ${userId}::uuid
    RETURNING confirmed_at IS NOT NULL AS confirmed`;
}
