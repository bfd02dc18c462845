import type { RawBuilder } from 'kysely';
import type { ActorKind, AuditFilterDto } from '#contracts/audit.dto.js';
import { sql } from '#database';

/** An entry, as it is read. */
export interface AuditRow {
  number: number;
  id: string;
  happenedAt: Date;
  actorKind: ActorKind;
  actorId: string | null;
  organisationId: string | null;
  sessionId: string | null;
  network: string | null;
  userAgent: string | null;
  action: string;
  subjectType: string;
  subjectId: string;
  reason: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  hash: string;
}

/** Where a page begins: after the entry of that instant and number. */
export type AuditPlace = [happenedAt: string, number: number];

/** An action has a dot, a group of them has none; each has an index, by which its entries are in order. */
function doneAs(action: string): RawBuilder<unknown> {
  return action.includes('.') ? sql`action = ${action}` : sql`split_part(action, '.', 1) = ${action}`;
}

/** The entries that are looked for. */
export function entriesThat({
  actorId,
  subjectType,
  subjectId,
  action,
  from,
  to,
}: AuditFilterDto): RawBuilder<unknown> {
  const conditions = [
    actorId === undefined ? undefined : sql`actor_id = ${actorId}::uuid`,
    subjectType === undefined ? undefined : sql`subject_type = ${subjectType}`,
    subjectId === undefined ? undefined : sql`subject_id = ${subjectId}`,
    action === undefined ? undefined : doneAs(action),
    from && sql`happened_at >= ${from}`,
    to && sql`happened_at < ${to}`,
  ].filter((condition) => condition !== undefined);
  return sql`FROM audit_entries WHERE ${sql.join([sql`true`, ...conditions], sql` AND `)}`;
}

/** A page of entries, the latest first. */
export function auditEntries(
  filter: AuditFilterDto,
  after: AuditPlace | undefined,
  limit: number,
): RawBuilder<AuditRow> {
  const [happenedAt, number] = after ?? ['infinity', 0];
  return sql<AuditRow>`
    SELECT
      number,
      id,
      happened_at AS "happenedAt",
      actor_kind AS "actorKind",
      actor_id AS "actorId",
      actor_organisation_id AS "organisationId",
      session_id AS "sessionId",
      network,
      user_agent AS "userAgent",
      action,
      subject_type AS "subjectType",
      subject_id AS "subjectId",
      reason,
      before,
      after,
      encode(hash, 'hex') AS hash
    ${entriesThat(filter)}
      AND (happened_at, number) < (${happenedAt}::timestamptz, ${number}::bigint)
    ORDER BY happened_at DESC, number DESC
    LIMIT ${limit}`;
}
