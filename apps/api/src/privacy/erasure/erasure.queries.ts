import type { RawBuilder } from 'kysely';
import { sql } from '#database';
import type { OpenMatter } from '#personal-data';

/** So many open matters are told of. */
const MOST_TOLD = 100;

/** What has to be known of an account before it goes. */
export interface HeldAccount {
  email: string | null;
  /** null while nobody has shown that it is theirs */
  confirmedEmail: string | null;
  firstName: string;
}

/**
 * The account, held against everything that is written of it: rows that point at it wait for this (`refuse_erased()`),
 * and this for those that are being written.
 */
export function holdAccount(id: string): RawBuilder<HeldAccount> {
  return sql<HeldAccount>`
    SELECT
      email::text,
      CASE WHEN email_verified_at IS NOT NULL THEN email::text END AS "confirmedEmail",
      first_name AS "firstName"
    FROM users
    WHERE id = ${id}::uuid
      AND erased_at IS NULL
    FOR UPDATE`;
}

/** All open matters as one list, those first that are over first. */
export function openMatters(lists: readonly RawBuilder<OpenMatter>[]): RawBuilder<OpenMatter> {
  return sql<OpenMatter>`
    SELECT type, id, reason, until
    FROM (${sql.join(lists, sql` UNION ALL `)}) AS open (type, id, reason, until)
    ORDER BY until NULLS LAST, id
    LIMIT ${MOST_TOLD}`;
}
