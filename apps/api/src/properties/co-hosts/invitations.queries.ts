import type { RawBuilder } from 'kysely';
import type { CoHostInvitationDto } from '#contracts/properties/co-hosts.dto.js';
import type { Permission } from '#contracts/properties/permissions.js';
import { sql } from '#database';

/** An invitation to be made. */
export interface NewInvitation {
  id: string;
  propertyId: string;
  hostId: string;
  email: string;
  permissions: Permission[];
  expiresAt: Date;
}

/** Makes an invitation. */
export function insertInvitation(invitation: NewInvitation): RawBuilder<unknown> {
  const { id, propertyId, hostId, email, permissions, expiresAt } = invitation;
  return sql`
    INSERT INTO co_host_invitations (id, property_id, host_id, email, permissions, created_at, expires_at)
    VALUES (${id}, ${propertyId}, ${hostId}, ${email}, ${permissions}::text[], now(), ${expiresAt})`;
}

/** What a host has had to do with an address before. */
export interface KnownAddress {
  isOwn: boolean;
  isCoHost: boolean;
}

/**
 * Whether an address is the host's own, or one by which a co-host of the property was invited: not whether it is theirs, nor
 * anybody's, now.
 */
export function knownAddress(hostId: string, propertyId: string, email: string): RawBuilder<KnownAddress> {
  return sql<KnownAddress>`
    SELECT
      EXISTS (SELECT FROM users WHERE id = ${hostId}::uuid AND email = ${email}::citext) AS "isOwn",
      EXISTS (
        SELECT
        FROM co_host_invitations i
        JOIN access_grants g ON g.holder_id = i.accepted_by AND g.host_id = i.host_id AND g.property_id = i.property_id
        WHERE i.property_id = ${propertyId}::uuid
          AND i.host_id = ${hostId}::uuid
          AND i.email = ${email}::citext
          AND g.ended_at IS NULL
      ) AS "isCoHost"`;
}

const COLUMNS = sql`
  i.id,
  i.property_id AS "propertyId",
  p.title AS "propertyTitle",
  host.first_name AS "hostFirstName",
  i.email,
  i.permissions,
  i.created_at AS "createdAt",
  i.expires_at AS "expiresAt"`;

const TABLES = sql`
  co_host_invitations i
  JOIN properties p ON p.id = i.property_id
  JOIN users host ON host.id = i.host_id`;

const IS_OPEN = sql`i.closed_at IS NULL AND i.expires_at > now()`;

/** Whose invitations: of a property, or to a person's address. */
export type InvitationsOf = { propertyId: string } | { inviteeId: string };

const whose = (of: InvitationsOf): RawBuilder<unknown> =>
  'propertyId' in of
    ? sql`i.property_id = ${of.propertyId}::uuid`
    : sql`i.email = (SELECT email FROM users WHERE id = ${of.inviteeId}::uuid)`;

/** Open invitations, the newest first. */
export function openInvitations(
  of: InvitationsOf,
  beforeId: string | undefined,
  limit: number,
): RawBuilder<CoHostInvitationDto> {
  return sql<CoHostInvitationDto>`
    SELECT ${COLUMNS}
    FROM ${TABLES}
    WHERE ${whose(of)}
      AND ${IS_OPEN}
      ${beforeId === undefined ? sql`` : sql`AND i.id < ${beforeId}::uuid`}
    ORDER BY i.id DESC
    LIMIT ${limit}`;
}

/** All of them, without what is shown: to be counted. */
export function allOpenInvitations(of: InvitationsOf): RawBuilder<unknown> {
  return sql`
    SELECT
    FROM co_host_invitations i
    WHERE ${whose(of)}
      AND ${IS_OPEN}`;
}

/** One that the host has just made. */
export function invitationById(id: string): RawBuilder<CoHostInvitationDto> {
  return sql<CoHostInvitationDto>`
    SELECT ${COLUMNS}
    FROM ${TABLES}
    WHERE i.id = ${id}::uuid`;
}

/** Closes the open invitation of an address, or by its id; no row when there is none. */
export function withdrawInvitation(
  propertyId: string,
  which: { email: string } | { id: string },
): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    UPDATE co_host_invitations
    SET closed_at = now(), outcome = 'withdrawn'
    WHERE property_id = ${propertyId}::uuid
      AND ${'email' in which ? sql`email = ${which.email}::citext` : sql`id = ${which.id}::uuid`}
      AND closed_at IS NULL
    RETURNING id`;
}

/** What has become of an invitation, for whom it was for. */
export interface ReceivedInvitation {
  id: string;
  propertyId: string;
  hostId: string;
  permissions: Permission[];
  outcome: 'accepted' | 'declined' | 'withdrawn' | 'expired' | null;
  acceptedBy: string | null;
}

/** An invitation to the address of a person, locked; whatever has become of it. */
export function receivedInvitation(id: string, userId: string): RawBuilder<ReceivedInvitation> {
  return sql<ReceivedInvitation>`
    SELECT
      i.id,
      i.property_id AS "propertyId",
      i.host_id AS "hostId",
      i.permissions,
      CASE WHEN i.closed_at IS NULL AND i.expires_at <= now() THEN 'expired' ELSE i.outcome END AS outcome,
      i.accepted_by AS "acceptedBy"
    FROM co_host_invitations i
    JOIN users u ON u.email = i.email
    WHERE i.id = ${id}::uuid
      AND u.id = ${userId}::uuid
    FOR UPDATE OF i`;
}

/** Closes an invitation that is open and locked. */
export function closeInvitation(id: string, acceptedBy: string | null): RawBuilder<unknown> {
  return sql`
    UPDATE co_host_invitations
    SET closed_at = now(), outcome = ${acceptedBy === null ? 'declined' : 'accepted'}, accepted_by = ${acceptedBy}
    WHERE id = ${id}::uuid`;
}

/** Lets somebody do what the invitation says; in place of what they might have done before. */
export function grantInvited(
  grantId: string,
  userId: string,
  { hostId, propertyId, permissions }: ReceivedInvitation,
): RawBuilder<unknown> {
  return sql`
    INSERT INTO access_grants (id, host_id, property_id, user_id, holder_id, permissions, granted_at, granted_by)
    VALUES (${grantId}, ${hostId}, ${propertyId}, ${userId}, ${userId}, ${permissions}::text[], now(), ${hostId})
    ON CONFLICT (holder_id, host_id, property_id) WHERE ended_at IS NULL DO UPDATE
    SET permissions = EXCLUDED.permissions, version = access_grants.version + 1`;
}
