import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '#auth';
import type { Permission } from '#contracts/properties/permissions.js';
import { firstRow, sql } from '#database';
import { Forbidden, isFor, NotFound, PreconditionFailed, type Versions } from '#http';
import { assertPermitted, permissionsOf } from './access.rules.js';
import { Property } from './property.entity.js';

/** Who asks, be it a person or an organisation. */
export type Asking = Pick<Actor, 'id'>;

/**
 * A property that one may change, locked after its calendar: who publishes it takes the calendar too (in a trigger of
 * search), and no booking can come in between. FOR NO KEY UPDATE, so that rows which point at it can be written meanwhile.
 * @throws NotFound; Forbidden when they may do something else there
 */
export async function lockedProperty(
  tx: EntityManager,
  actor: Asking,
  id: string,
  wanted: Permission | 'own',
): Promise<Property> {
  const found = await firstRow(
    tx,
    sql<{ isOwn: boolean; isOfSuspended: boolean; permissions: Permission[] | null }>`
      SELECT
        p.host_id = ${actor.id} AS "isOwn",
        host.suspended_at IS NOT NULL AS "isOfSuspended",
        ${permissionsOf(actor.id)} AS permissions
      FROM calendars c
      JOIN properties p ON p.id = c.property_id
      JOIN users host ON host.id = p.host_id
      WHERE c.property_id = ${id}
        AND (p.host_id = ${actor.id} OR EXISTS (SELECT FROM grants_at(${actor.id}::uuid, p.host_id, p.id)))
      FOR UPDATE OF c`,
  );
  if (!found) throw new NotFound('There is no such property.');
  if (wanted === 'own') {
    if (!found.isOwn) throw new Forbidden('Only the host does this.');
  } else {
    assertPermitted(found.permissions, wanted);
    if (found.isOfSuspended)
      throw new Forbidden('Nobody changes it while its host is suspended.', { data: { permission: wanted } });
  }
  await firstRow(tx, sql`SELECT id FROM properties WHERE id = ${id} FOR NO KEY UPDATE`);
  return tx.findOneOrFail(Property, { id });
}

/** @throws PreconditionFailed when it is not one of the versions that the change is meant for */
export function assertVersion(property: Property, versions: Versions): void {
  if (isFor(versions, property.version)) return;
  throw new PreconditionFailed(`That is not the version you read: it is at version ${property.version} now.`);
}
