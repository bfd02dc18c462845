import type { RawBuilder } from 'kysely';
import { sql } from '#database';
import { holdsPersonalData } from '#personal-data';

/**
 * Letters that were written to an address alone: theirs if they have confirmed that it is, and from then on, as another may
 * have had it before.
 */
const toAddressOf = (id: string): RawBuilder<{ id: string }> => sql<{ id: string }>`
  SELECT m.id
  FROM users u
  JOIN mails m ON lower(m.recipient) = lower(u.email::text)
  WHERE u.id = ${id}::uuid
    AND m.user_id IS NULL
    AND m.created_at >= u.email_verified_at`;

/**
 * Letters to somebody, and those that have told others of them. A letter to others that waits is still sent; one that was
 * given up is forgotten after some time, as all are.
 */
export const holdsLetters = holdsPersonalData({
  about: 'letters',
  tells: [
    {
      file: 'letters',
      says: 'Letters that we have written to you of late.',
      tables: ['mails'],
      rows: (id) => sql`
        SELECT m.id, m.subject, CASE WHEN m.sealed THEN '' ELSE m.body END AS body, m.created_at AS "createdAt", m.sent_at AS "sentAt"
        FROM mails m
        WHERE m.user_id = ${id}::uuid
          OR m.id IN (${toAddressOf(id)})`,
    },
  ],
  erased: 'letters to you, and what we keep of letters to others about you',
  erasesFirst: true,
  erases: ({ id }) => [
    sql`DELETE FROM mails WHERE user_id = ${id}::uuid`,
    sql`DELETE FROM mails WHERE id IN (${toAddressOf(id)})`,
    sql`
      DELETE FROM mails
      WHERE sent_at IS NOT NULL
        AND (user_id = ANY(ARRAY(SELECT acquaintances_of(${id}::uuid))) OR lower(recipient) = ANY(ARRAY(
          SELECT lower(email::text) FROM users WHERE id IN (SELECT acquaintances_of(${id}::uuid))
          UNION
          SELECT lower(email::text) FROM co_host_invitations WHERE host_id = ${id}::uuid
          UNION
          SELECT lower(email::text) FROM organisation_invitations WHERE invited_by = ${id}::uuid)))
        AND EXISTS (
          SELECT
          FROM (
            SELECT first_name FROM users WHERE id = ${id}::uuid
            UNION ALL
            SELECT title FROM properties WHERE host_id = ${id}::uuid
            UNION ALL
            SELECT o.name
            FROM organisation_members m
            JOIN organisations o ON o.id = m.organisation_id
            WHERE m.user_id = ${id}::uuid
          ) named (text)
          WHERE strpos(mails.subject || ' ' || mails.body, named.text) > 0)`,
  ],
});
