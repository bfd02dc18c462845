import type { RawBuilder } from 'kysely';
import type { AccessGrantDto } from '#contracts/partners/grants.dto.js';
import type { Permission } from '#contracts/properties/permissions.js';
import { sql } from '#database';

/** Whose grants: those that a host has given, or those that an organisation has got. */
export type GrantsOf = { hostId: string } | { organisationId: string };

/** What a grant is made from. */
export interface NewGrant {
  id: string;
  hostId: string;
  organisationId: string;
  propertyId: string | null;
  permissions: readonly Permission[];
}

const SHOWN = sql`
  SELECT
    g.id,
    g.organisation_id AS "organisationId",
    o.slug AS "organisationSlug",
    o.name AS "organisationName",
    g.host_id AS "hostId",
    u.first_name AS "hostFirstName",
    g.property_id AS "propertyId",
    g.permissions,
    g.granted_at AS since
  FROM access_grants g
  JOIN organisations o ON o.id = g.organisation_id
  JOIN users u ON u.id = g.host_id`;

/** One that is in force, for its host and the members of its organisation. */
export function grantFor(userId: string, id: string): RawBuilder<AccessGrantDto> {
  return sql<AccessGrantDto>`
    ${SHOWN}
    WHERE g.id = ${id}::uuid
      AND g.ended_at IS NULL
      AND (
        g.host_id = ${userId}::uuid
        OR EXISTS (
          SELECT
          FROM organisation_members m
          WHERE m.organisation_id = g.organisation_id
            AND m.user_id = ${userId}::uuid
        )
      )`;
}

/** Those in force, the latest first. By the index on (host_id, id) or (organisation_id, id). */
export function grantsOf(of: GrantsOf, beforeId: string | undefined, limit: number): RawBuilder<AccessGrantDto> {
  return sql<AccessGrantDto>`
    ${SHOWN}
    WHERE ${isOf(of)}
      AND g.id < ${beforeId ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid
    ORDER BY g.id DESC
    LIMIT ${limit}`;
}

/** All of them, without what is shown: to be counted. */
export function allGrantsOf(of: GrantsOf): RawBuilder<unknown> {
  return sql`SELECT FROM access_grants g WHERE ${isOf(of)}`;
}

const isOf = (of: GrantsOf): RawBuilder<unknown> => sql`
  ${'hostId' in of ? sql`g.host_id = ${of.hostId}::uuid` : sql`g.organisation_id = ${of.organisationId}::uuid`}
  AND g.organisation_id IS NOT NULL
  AND g.ended_at IS NULL`;

/** The organisation with this slug. */
export function organisationBySlug(slug: string): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`SELECT id FROM organisations WHERE slug = ${slug}`;
}

/** A property of a host, which does not change hands before the transaction is over. */
export function lockedOwnProperty(hostId: string, id: string): RawBuilder<unknown> {
  return sql`SELECT id FROM properties WHERE id = ${id}::uuid AND host_id = ${hostId}::uuid FOR NO KEY UPDATE`;
}

/** Fails with `access_grants_once` where the organisation has one for the same already. */
export function insertGrant({ id, hostId, organisationId, propertyId, permissions }: NewGrant): RawBuilder<unknown> {
  return sql`
    INSERT INTO access_grants (id, host_id, property_id, organisation_id, holder_id, permissions, granted_at, granted_by)
    VALUES (${id}, ${hostId}, ${propertyId}, ${organisationId}, ${organisationId}, ${permissions}::text[], now(), ${hostId})`;
}

/** Ends one; no row when somebody has done so before. */
export function endGrant(id: string): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    UPDATE access_grants
    SET ended_at = now()
    WHERE id = ${id}::uuid
      AND ended_at IS NULL
    RETURNING id`;
}
