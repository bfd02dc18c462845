import { sql } from '#database';
import { holdsPersonalData } from '#personal-data';

/**
 * The audit log. Names and addresses are never in it; from where somebody came is, and so are reasons that staff wrote, and
 * both stay. Of what somebody has done to others, an export tells that they did it alone.
 */
export const holdsAuditLog = holdsPersonalData({
  about: 'audit-log',
  tells: [
    {
      file: 'audit-log',
      says: 'What you have done, and what was done to your account.',
      tables: ['audit_entries'],
      rows: (id) => sql`
        SELECT id, happened_at AS "happenedAt", action, actor_kind AS "actorKind", subject_type AS "subjectType",
          subject_id AS "subjectId",
          CASE WHEN subject_id = ${id} THEN reason END AS reason,
          CASE WHEN subject_id = ${id} THEN before END AS before,
          CASE WHEN subject_id = ${id} THEN after END AS after,
          CASE WHEN actor_id = ${id}::uuid THEN network END AS network,
          CASE WHEN actor_id = ${id}::uuid THEN user_agent END AS "userAgent"
        FROM audit_entries
        WHERE actor_id = ${id}::uuid
          OR subject_id = ${id}`,
    },
  ],
  untold: { audit_pending: 'entries of transactions that are open this moment' },
  kept: [
    {
      what: 'the audit log: what was done under the id of your account, when, from which network and with which program; and the reasons that staff wrote',
      why: 'it shows fraud and abuse, and could show neither if it could be changed (GDPR, articles 6(1)(f) and 17(3)(e))',
    },
  ],
});
