import type { RawBuilder } from 'kysely';
import { Permission } from '#contracts/properties/permissions.js';
import { sql } from '#database';
import { Forbidden, NotFound } from '#http';

/** All that can be granted, in the order in which it is shown. */
const PERMISSIONS = Object.values(Permission);

/** Where a statement has the host and the property that it asks about. */
export interface Place {
  host: RawBuilder<unknown>;
  property: RawBuilder<unknown>;
}

/** The table of properties as `p`. */
const OF_PROPERTIES: Place = { host: sql`p.host_id`, property: sql`p.id` };

/**
 * What an actor may do at a property: all of it at their own, for which nothing else is looked at, or what they have been
 * granted; NULL when that is nothing.
 */
export function permissionsOf(actorId: string | undefined, at = OF_PROPERTIES): RawBuilder<Permission[] | null> {
  if (actorId === undefined) return sql`NULL::text[]`;
  return sql`
    CASE
      WHEN ${at.host} = ${actorId}::uuid THEN ${PERMISSIONS}::text[]
      ELSE (
        SELECT array_agg(DISTINCT named)
        FROM grants_at(${actorId}::uuid, ${at.host}, ${at.property}) granted
        CROSS JOIN unnest(granted.permissions) named
      )
    END`;
}

/** Whether an actor may do such a thing at a property, their own or another's. */
export function may(actorId: string, permission: Permission, at: Place): RawBuilder<boolean> {
  return sql<boolean>`(
    ${at.host} = ${actorId}::uuid
    OR EXISTS (
      SELECT
      FROM grants_at(${actorId}::uuid, ${at.host}, ${at.property}) granted
      WHERE ${permission} = ANY (granted.permissions)
    )
  )`;
}

/** As they are shown: in their order. */
export function inOrder(permissions: readonly Permission[]): Permission[] {
  return PERMISSIONS.filter((each) => permissions.includes(each));
}

/**
 * Refuses what an actor may not do at a property.
 * @param held what they may do there; nothing: it is another's
 * @throws NotFound, or Forbidden naming the permission when they may do something else there
 */
export function assertPermitted(held: readonly Permission[] | null | undefined, wanted: Permission): void {
  if (!held || held.length === 0) throw new NotFound('There is no such property.');
  if (held.includes(wanted)) return;
  throw new Forbidden(`The host has not given you the permission ${wanted}.`, { data: { permission: wanted } });
}
