import { newId } from '#clock';
import { AUDIT_ACTIONS } from '#contracts/audit-actions.js';
import type { Changes } from './changes.js';
import type { Origin } from './origin.js';
import type { AuditRecord } from './record.js';

/** Something that was done, and from where. */
export interface OriginatedRecord {
  record: AuditRecord;
  origin: Origin;
}

/** One row for each subject, to those of the open transaction: as it commits, the database puts them into the chain. */
const INSERT_PENDING = `
  INSERT INTO audit_pending (
    id, subject_id, action, subject_type, reason, before, after,
    actor_kind, actor_id, actor_organisation_id, session_id, network, user_agent)
  SELECT
    id, subject_id, action, subject_type, reason, before::jsonb, after::jsonb,
    actor_kind, actor_id, actor_organisation_id, session_id, network, user_agent
  FROM unnest(
    $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::text[], $9::uuid[], $10::uuid[], $11::uuid[], $12::text[], $13::text[])
    AS entries (
      id, subject_id, action, subject_type, reason, before, after,
      actor_kind, actor_id, actor_organisation_id, session_id, network, user_agent)`;

/** The statement that records what was done in the transaction in which it is run, in this order. */
export function insertPending(done: readonly OriginatedRecord[]): { text: string; values: unknown[] } {
  const entries = done.flatMap(({ record, origin }) =>
    [record.subject].flat().map((subject) => entryOf(subject, record, origin)),
  );
  const [first = []] = entries;
  return { text: INSERT_PENDING, values: first.map((_, column) => entries.map((entry) => entry[column])) };
}

function entryOf(subject: string, record: AuditRecord, origin: Origin): (string | null)[] {
  const { action, reason = null } = record;
  const { actor, sessionId = null, network = null, userAgent = null } = origin;
  const what = [action, AUDIT_ACTIONS[action].subject, reason, jsonOf(record.before), jsonOf(record.after)];
  const organisationId = actor.kind === 'api_key' ? actor.organisationId : null;
  const who = [actor.kind, actor.id ?? null, organisationId, sessionId, network, userAgent];
  return [newId(), subject, ...what, ...who];
}

const jsonOf = (changes: Changes | undefined): string | null => (changes ? JSON.stringify(changes) : null);
