import type { RawBuilder } from 'kysely';
import type { CoHostDto } from '#contracts/properties/co-hosts.dto.js';
import type { Permission } from '#contracts/properties/permissions.js';
import { sql } from '#database';
import { permissionsOf } from '../access.rules.js';

/** Whose a property is, to those who reach it. */
export interface ReachedPlace {
  isOwn: boolean;
  hostId: string;
  isArchived: boolean;
}

/**
 * A property that an actor owns or is a co-host of.
 * @param locked whose co-hosts are to change: one change after the other
 */
export function reachedPlace(actorId: string, propertyId: string, locked: boolean): RawBuilder<ReachedPlace> {
  return sql<ReachedPlace>`
    SELECT p.host_id = ${actorId}::uuid AS "isOwn", p.host_id AS "hostId", p.status = 'archived' AS "isArchived"
    FROM properties p
    WHERE p.id = ${propertyId}::uuid
      AND ${permissionsOf(actorId)} IS NOT NULL
    ${locked ? sql`FOR NO KEY UPDATE OF p` : sql``}`;
}

/** Where a page of co-hosts begins: after the one of that instant and grant. */
export type CoHostPlace = [since: string, grantId: string];

const COLUMNS = sql`
  g.property_id AS "propertyId",
  g.user_id AS "userId",
  u.first_name AS "firstName",
  g.permissions,
  g.granted_at AS since,
  g.version`;

/** The co-hosts of a property, those of longest standing first. By the index on (property_id, granted_at, id). */
export function coHostsOf(
  propertyId: string,
  after: CoHostPlace | undefined,
  limit: number,
): RawBuilder<CoHostDto & { grantId: string }> {
  const later = after ? sql`AND (g.granted_at, g.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``;
  return sql`
    SELECT ${COLUMNS}, g.id AS "grantId"
    FROM access_grants g
    JOIN users u ON u.id = g.user_id
    WHERE g.property_id = ${propertyId}::uuid
      AND g.ended_at IS NULL
      ${later}
    ORDER BY g.granted_at, g.id
    LIMIT ${limit}`;
}

/** All of them, without what is shown: to be counted. */
export function allCoHostsOf(propertyId: string): RawBuilder<unknown> {
  return sql`
    SELECT
    FROM access_grants
    WHERE property_id = ${propertyId}::uuid
      AND user_id IS NOT NULL
      AND ended_at IS NULL`;
}

/** One co-host of a property, for its owner or for themselves. */
export function coHostOf(actorId: string, propertyId: string, userId: string): RawBuilder<CoHostDto> {
  return sql<CoHostDto>`
    SELECT ${COLUMNS}
    FROM access_grants g
    JOIN users u ON u.id = g.user_id
    WHERE ${grantOf(propertyId, userId)}
      AND ${actorId}::uuid IN (g.host_id, g.holder_id)`;
}

/** Changes what a co-host may do, if they may still do that of this version; no row when it is another by now. */
export function changePermissions(
  { propertyId, userId, version }: Pick<CoHostDto, 'propertyId' | 'userId' | 'version'>,
  permissions: readonly Permission[],
): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    UPDATE access_grants g
    SET permissions = ${permissions}::text[], version = version + 1
    WHERE ${grantOf(propertyId, userId)}
      AND g.version = ${version}
    RETURNING id`;
}

/** Ends it, for the owner or for themselves; no row when there is nothing to end. */
export function endCoHost(actorId: string, propertyId: string, userId: string): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    UPDATE access_grants g
    SET ended_at = now()
    WHERE ${grantOf(propertyId, userId)}
      AND ${actorId}::uuid IN (g.host_id, g.holder_id)
    RETURNING id`;
}

/** That of a place that has changed hands has ended with that; organisations are no co-hosts. */
const grantOf = (propertyId: string, userId: string) => sql`
  g.holder_id = ${userId}::uuid
  AND g.user_id IS NOT NULL
  AND g.host_id = (SELECT host_id FROM properties WHERE id = ${propertyId}::uuid)
  AND g.property_id = ${propertyId}::uuid
  AND g.ended_at IS NULL`;
