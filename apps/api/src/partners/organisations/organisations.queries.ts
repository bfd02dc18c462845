import type { RawBuilder } from 'kysely';
import type { OrganisationDto } from '#contracts/partners/organisations.dto.js';
import { sql } from '#database';

const shownColumns = sql`o.id, o.slug, o.name, m.role, o.version, o.created_at AS "createdAt"`;

/** An organisation, as one of its members sees it. */
export function organisationOf(userId: string, id: string): RawBuilder<OrganisationDto> {
  return sql<OrganisationDto>`
    SELECT ${shownColumns}
    FROM organisation_members m
    JOIN organisations o ON o.id = m.organisation_id
    WHERE m.organisation_id = ${id}::uuid
      AND m.user_id = ${userId}::uuid`;
}

/** The organisations of a person, the latest first. */
export function organisationsOf(
  userId: string,
  beforeId: string | undefined,
  limit: number,
): RawBuilder<OrganisationDto> {
  return sql<OrganisationDto>`
    SELECT ${shownColumns}
    FROM organisation_members m
    JOIN organisations o ON o.id = m.organisation_id
    WHERE m.user_id = ${userId}::uuid
      AND m.organisation_id < ${beforeId ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid
    ORDER BY m.organisation_id DESC
    LIMIT ${limit}`;
}

/** All of them, without what is shown: to be counted. */
export function allOrganisationsOf(userId: string): RawBuilder<unknown> {
  return sql`SELECT FROM organisation_members WHERE user_id = ${userId}::uuid`;
}
