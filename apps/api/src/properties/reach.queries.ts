import type { RawBuilder } from 'kysely';
import type { Permission } from '#contracts/properties/permissions.js';
import { sql } from '#database';

/** A part of a list of places, the newest first. */
interface Page {
  /** where the page before has ended */
  beforeId: string | undefined;
  limit: number;
}

/**
 * The ids of a page of an actor's own properties, and of those at which they have been granted a permission, or anything.
 * Each arm is read from its own index, no further than the page is long.
 */
export function idsReachedBy(actorId: string, { beforeId, limit }: Page, permission?: Permission): RawBuilder<unknown> {
  const grants = sql`reach_of(${actorId}::uuid, ${permission ?? null})`;
  const page = sql`
    ${beforeId === undefined ? sql`` : sql`AND id < ${beforeId}`}
    ORDER BY id DESC
    LIMIT ${limit}`;
  return sql`
    SELECT id
    FROM (
      (SELECT id FROM properties WHERE host_id = ${actorId} ${page})
      UNION ALL
      SELECT granted.id
      FROM ${grants} g
      CROSS JOIN LATERAL (
        SELECT id FROM properties WHERE id = g.property_id AND host_id = g.host_id ${page}
      ) granted
      UNION ALL
      SELECT granted.id
      FROM ${grants} g
      CROSS JOIN LATERAL (SELECT id FROM properties WHERE host_id = g.host_id ${page}) granted
      WHERE g.property_id IS NULL
    ) reached
    ORDER BY id DESC
    LIMIT ${limit}`;
}

/** All of them, without what is shown: to be counted. */
export function allReachedBy(actorId: string, permission?: Permission): RawBuilder<unknown> {
  const grants = sql`reach_of(${actorId}::uuid, ${permission ?? null})`;
  return sql`
    SELECT id FROM properties WHERE host_id = ${actorId}
    UNION ALL
    SELECT p.id
    FROM ${grants} g
    JOIN properties p ON p.host_id = g.host_id AND p.id = g.property_id
    UNION ALL
    SELECT p.id
    FROM ${grants} g
    JOIN properties p ON p.host_id = g.host_id
    WHERE g.property_id IS NULL`;
}
