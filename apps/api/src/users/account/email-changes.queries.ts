import type { RawBuilder } from 'kysely';
import { sql } from '#database';

/** An account on its way from one address to another. */
export interface EmailChange {
  id: string;
  userId: string;
  /** in which it was asked for */
  sessionId: string;
  oldEmail: string;
  newEmail: string;
}

/** Notes that an account is to have another address. */
export function beginEmailChange(change: EmailChange & { hours: number }): RawBuilder<unknown> {
  return sql`
    INSERT INTO email_changes (id, user_id, session_id, old_email, new_email, requested_at, expires_at)
    VALUES (${change.id}, ${change.userId}, ${change.sessionId}, ${change.oldEmail}, ${change.newEmail}, now(),
            now() + make_interval(hours => ${change.hours}::integer))`;
}

/** Gives up what an account has begun. */
export function endEmailChanges(userId: string): RawBuilder<unknown> {
  return sql`
    UPDATE email_changes
    SET ended_at = now()
    WHERE user_id = ${userId}::uuid
      AND ended_at IS NULL`;
}

/** A change that has not come to its end, with whoever else has an account at the new address. */
export function openEmailChange(id: string): RawBuilder<EmailChange & { takenBy: string | null }> {
  return sql<EmailChange & { takenBy: string | null }>`
    SELECT
      c.id,
      c.user_id AS "userId",
      c.session_id AS "sessionId",
      c.old_email::text AS "oldEmail",
      c.new_email::text AS "newEmail",
      other.id AS "takenBy"
    FROM email_changes c
    LEFT JOIN users other ON other.email = c.new_email AND other.id <> c.user_id
    WHERE c.id = ${id}::uuid
      AND c.ended_at IS NULL`;
}

/** Notes that a change has been confirmed at one of its addresses, and whether it has at both. */
export function confirmEmailChange(
  userId: string,
  at: 'leave_email' | 'take_email',
): RawBuilder<EmailChange & { complete: boolean }> {
  return sql<EmailChange & { complete: boolean }>`
    UPDATE email_changes
    SET left_at = CASE WHEN ${at}::text = 'leave_email' THEN now() ELSE left_at END,
        taken_at = CASE WHEN ${at}::text = 'take_email' THEN now() ELSE taken_at END
    WHERE user_id = ${userId}::uuid
      AND ended_at IS NULL
      AND expires_at > now()
    RETURNING
      id,
      user_id AS "userId",
      session_id AS "sessionId",
      old_email::text AS "oldEmail",
      new_email::text AS "newEmail",
      left_at IS NOT NULL AND taken_at IS NOT NULL AS complete`;
}

/** Gives an account its new address, which is known to be its owner's; the account counts the change. */
export function changeEmail({ userId, newEmail }: EmailChange): RawBuilder<unknown> {
  return sql`
    UPDATE users
    SET email = ${newEmail}, email_verified_at = now(), version = version + 1
    WHERE id = ${userId}::uuid`;
}
