import type { EntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import type { OrganisationMemberDto, OrganisationRole } from '#contracts/partners/organisations.dto.js';
import { firstRow, rows, sql } from '#database';

/** Someone in an organisation. */
export interface Membership {
  organisationId: string;
  userId: string;
}

/** What someone is in an organisation; no row when they are nothing in it. */
export function roleOf({ organisationId, userId }: Membership): RawBuilder<{ role: OrganisationRole }> {
  return sql<{ role: OrganisationRole }>`
    SELECT role
    FROM organisation_members
    WHERE organisation_id = ${organisationId}::uuid
      AND user_id = ${userId}::uuid`;
}

/**
 * How many organisations somebody owns. Their account is locked first: of two that they come to own at once, one is counted
 * after the other.
 */
export async function ownedBy(tx: EntityManager, userId: string): Promise<number> {
  await rows(tx, sql`SELECT FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`);
  const counted = await firstRow(
    tx,
    sql<{ number: number }>`
      SELECT count(*)::integer AS number
      FROM organisation_members
      WHERE user_id = ${userId}::uuid
        AND role = 'owner'`,
  );
  return counted?.number ?? 0;
}

/** Has all that is changed about members, keys and grants of an organisation be done one after the other. */
export async function lockOrganisation(tx: EntityManager, id: string): Promise<void> {
  await rows(tx, sql`SELECT FROM organisations WHERE id = ${id}::uuid FOR NO KEY UPDATE`);
}

/** Members, in the order of their ids. */
export function membersOf(
  organisationId: string,
  afterUserId: string | undefined,
  limit: number,
): RawBuilder<OrganisationMemberDto> {
  return sql<OrganisationMemberDto>`
    SELECT
      m.user_id AS "userId",
      u.first_name AS "firstName",
      u.last_name AS "lastName",
      m.role,
      m.created_at AS since
    FROM organisation_members m
    JOIN users u ON u.id = m.user_id
    WHERE m.organisation_id = ${organisationId}::uuid
      AND m.user_id > ${afterUserId ?? '00000000-0000-0000-0000-000000000000'}::uuid
    ORDER BY m.user_id
    LIMIT ${limit}`;
}

/** All of them, without what is shown: to be counted. */
export function allMembersOf(organisationId: string): RawBuilder<unknown> {
  return sql`SELECT FROM organisation_members WHERE organisation_id = ${organisationId}::uuid`;
}

/** Adds someone; who is a member already stays what they are. Whether they were none. */
export async function addMember(
  tx: EntityManager,
  { organisationId, userId }: Membership,
  role: OrganisationRole,
  now: Date,
): Promise<boolean> {
  const added = await firstRow(
    tx,
    sql`
      INSERT INTO organisation_members (organisation_id, user_id, role, created_at)
      VALUES (${organisationId}, ${userId}, ${role}, ${now})
      ON CONFLICT DO NOTHING
      RETURNING user_id`,
  );
  return added !== undefined;
}

/** Makes someone an owner, or a member like others; whether they belong to it. */
export async function setRole(
  tx: EntityManager,
  { organisationId, userId }: Membership,
  role: OrganisationRole,
): Promise<boolean> {
  const changed = await firstRow(
    tx,
    sql`
      UPDATE organisation_members
      SET role = ${role}
      WHERE organisation_id = ${organisationId}::uuid
        AND user_id = ${userId}::uuid
      RETURNING user_id`,
  );
  return changed !== undefined;
}

/** Takes someone out of an organisation; whether they belonged to it. */
export async function deleteMember(tx: EntityManager, { organisationId, userId }: Membership): Promise<boolean> {
  const gone = await firstRow(
    tx,
    sql`
      DELETE FROM organisation_members
      WHERE organisation_id = ${organisationId}::uuid
        AND user_id = ${userId}::uuid
      RETURNING user_id`,
  );
  return gone !== undefined;
}

/** Whether it has an owner. */
export async function hasOwner(tx: EntityManager, organisationId: string): Promise<boolean> {
  const owner = await firstRow(
    tx,
    sql`
      SELECT user_id
      FROM organisation_members
      WHERE organisation_id = ${organisationId}::uuid
        AND role = 'owner'
      LIMIT 1`,
  );
  return owner !== undefined;
}
