import type { RawBuilder } from 'kysely';
import type { CodePurpose } from '#auth';
import { sql } from '#database';

/** A code whose link is to be mailed. */
export interface CodeToMail {
  id: string;
  userId: string;
  purpose: CodePurpose;
  /** where to */
  email: string;
  expiresAt: Date;
  firstName: string;
  /** the address that the account is about to have, if any */
  newEmail: string | null;
}

/** A code that can still be used. */
export function codeToMail(codeId: string): RawBuilder<CodeToMail> {
  return sql<CodeToMail>`
    SELECT
      code.id,
      code.user_id AS "userId",
      code.purpose,
      code.email::text,
      code.expires_at AS "expiresAt",
      u.first_name AS "firstName",
      change.new_email::text AS "newEmail"
    FROM mailed_codes code
    JOIN users u ON u.id = code.user_id
    LEFT JOIN email_changes change ON change.user_id = code.user_id AND change.ended_at IS NULL
    WHERE code.id = ${codeId}::uuid
      AND code.used_at IS NULL
      AND code.expires_at > now()`;
}

/** An export that can be downloaded. */
export function exportToMail(exportId: string): RawBuilder<{ id: string; expiresAt: Date }> {
  return sql<{ id: string; expiresAt: Date }>`
    SELECT id, expires_at AS "expiresAt"
    FROM data_exports
    WHERE id = ${exportId}::uuid
      AND status = 'ready'`;
}

/** The address that an account had before it changed. */
export function addressLeft(changeId: string): RawBuilder<{ userId: string; email: string; firstName: string }> {
  return sql<{ userId: string; email: string; firstName: string }>`
    SELECT u.id AS "userId", change.old_email::text AS email, u.first_name AS "firstName"
    FROM email_changes change
    JOIN users u ON u.id = change.user_id
    WHERE change.id = ${changeId}::uuid`;
}
