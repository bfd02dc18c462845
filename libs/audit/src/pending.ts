import { newId } from '#clock';
import { AUDIT_ACTIONS } from '#contracts/audit-actions.js';
import type { Changes } from './changes.js';
import type { Origin } from './origin.js';
import type { AuditRecord } from './record.js';

/** One row for each subject, to those of the open transaction: as it commits, the database puts them into the chain. */
const INSERT_PENDING = `
  INSERT INTO audit_pending (
    id, subject_id, action, subject_type, reason, before, after,
    actor_kind, actor_id, actor_organisation_id, session_id, network, user_agent)
  SELECT
    id, subject_id, $3::text, $4::text, $5::text, $6::jsonb, $7::jsonb,
    $8::text, $9::uuid, $10::uuid, $11::uuid, $12::text, $13::text
  FROM unnest($1::uuid[], $2::text[]) AS subjects (id, subject_id)`;

/** The statement that records something in the transaction in which it is run. */
export function insertPending(record: AuditRecord, origin: Origin): { text: string; values: unknown[] } {
  const { action, reason = null } = record;
  const { actor, sessionId = null, network = null, userAgent = null } = origin;
  const subjects = [record.subject].flat();
  const what = [action, AUDIT_ACTIONS[action].subject, reason, jsonOf(record.before), jsonOf(record.after)];
  const organisationId = actor.kind === 'api_key' ? actor.organisationId : null;
  const who = [actor.kind, actor.id ?? null, organisationId, sessionId, network, userAgent];
  return { text: INSERT_PENDING, values: [subjects.map(() => newId()), subjects, ...what, ...who] };
}

const jsonOf = (changes: Changes | undefined): string | null => (changes ? JSON.stringify(changes) : null);
