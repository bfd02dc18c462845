import type { RawBuilder } from 'kysely';
import { sql } from '#database';
import type { OpenMatter } from '#personal-data';

/** So many open matters are told of. */
const MOST_TOLD = 100;

/**
 * The account, held against everything that is written of it: rows that point at it wait for this (`refuse_erased()`),
 * and this for those that are being written.
 */
export function holdAccount(id: string): RawBuilder<{ email: string | null; firstName: string }> {
  return sql<{ email: string | null; firstName: string }>`
    SELECT email::text, first_name AS "firstName"
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
