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

const COLUMNS = {
  id: 'uuid',
  subject_id: 'text',
  action: 'text',
  subject_type: 'text',
  reason: 'text',
  before: 'jsonb',
  after: 'jsonb',
  actor_kind: 'text',
  actor_id: 'uuid',
  actor_organisation_id: 'uuid',
  session_id: 'uuid',
  network: 'text',
  user_agent: 'text',
};
const NAMES = Object.keys(COLUMNS);

/** One row for each subject, to those of the open transaction: as it commits, the database puts them into the chain. */
const INSERT_PENDING = `
  INSERT INTO audit_pending (${NAMES.join(', ')})
  SELECT *
  FROM unnest(${Object.values(COLUMNS)
    .map((type, index) => `$${index + 1}::${type}[]`)
    .join(', ')})`;

/** The statement that records what was done in the transaction in which it is run, in this order. */
export function insertPending(done: readonly OriginatedRecord[]): { text: string; values: unknown[] } {
  const entries = done.flatMap(({ record, origin }) =>
    [record.subject].flat().map((subject) => entryOf(subject, record, origin)),
  );
  return { text: INSERT_PENDING, values: NAMES.map((_, column) => entries.map((entry) => entry[column])) };
}

/** In the order of the columns. */
function entryOf(subject: string, record: AuditRecord, origin: Origin): (string | null)[] {
  const { action, reason = null } = record;
  const { actor, sessionId = null, network = null, userAgent = null } = origin;
  const what = [action, AUDIT_ACTIONS[action].subject, reason, jsonOf(record.before), jsonOf(record.after)];
  const organisationId = actor.kind === 'api_key' ? actor.organisationId : null;
  const who = [actor.kind, actor.id ?? null, organisationId, sessionId, network, userAgent];
  return [newId(), subject, ...what, ...who];
}

const jsonOf = (changes: Changes | undefined): string | null => (changes ? JSON.stringify(changes) : null);
