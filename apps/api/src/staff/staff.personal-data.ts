import { sql } from '#database';
import { holdsPersonalData } from '#personal-data';

/** What staff have done about an account. */
export const holdsLooks = holdsPersonalData({
  about: 'support',
  tells: [
    {
      file: 'looks',
      says: 'When support has looked into your account, and why.',
      tables: ['account_looks'],
      rows: (id) => sql`
        SELECT id, reason, created_at AS "createdAt", expires_at AS "expiresAt"
        FROM account_looks
        WHERE user_id = ${id}::uuid`,
    },
    {
      file: 'look-reads',
      says: 'What support has read in your account.',
      tables: ['account_look_reads'],
      rows: (id) => sql`
        SELECT r.id, r.look_id AS "lookId", r.what, r.read_at AS "readAt"
        FROM account_looks l
        JOIN account_look_reads r ON r.look_id = l.id
        WHERE l.user_id = ${id}::uuid`,
    },
    {
      file: 'suspensions',
      says: 'When your account was suspended, and why.',
      tables: ['suspensions'],
      rows: (id) => sql`
        SELECT id, reason, suspended_at AS "suspendedAt", restore_reason AS "restoreReason", restored_at AS "restoredAt"
        FROM suspensions
        WHERE user_id = ${id}::uuid`,
    },
  ],
  erased: 'what support has noted about your account, outside of the audit log',
  // Who has a staff role may have to answer for what they do with it: another admin takes it first.
  keepsOpen: (id) => sql`
    SELECT 'staff_role' AS type, id, 'You have a staff role: have an admin take it from you.' AS reason, NULL::timestamptz AS until
    FROM users
    WHERE id = ${id}::uuid
      AND roles <> '{}'`,
  erases: ({ id }) => [
    sql`DELETE FROM account_looks WHERE user_id = ${id}::uuid`,
    sql`DELETE FROM suspensions WHERE user_id = ${id}::uuid`,
  ],
});
