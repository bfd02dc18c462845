import type { RawBuilder } from 'kysely';
import { sql } from '#database';
import type { GivenAccess, InvitedCoHost } from './access-letters.js';
import type { Recipient } from './notifications.queries.js';

/** An invitation that is still open, to be mailed. */
export function invitationToMail(
  id: string,
): RawBuilder<InvitedCoHost & { id: string; email: string; expiresAt: Date }> {
  return sql`
    SELECT i.id, i.email, i.permissions, i.expires_at AS "expiresAt", host.first_name AS "hostFirstName", p.title
    FROM co_host_invitations i
    JOIN properties p ON p.id = i.property_id
    JOIN users host ON host.id = i.host_id
    WHERE i.id = ${id}::uuid
      AND i.closed_at IS NULL`;
}

/** Who has joined whom, and where. */
export interface JoinedCoHost {
  firstName: string;
  title: string;
  hostId: string;
  hostFirstName: string;
  hostEmail: string | null;
}

/** Somebody who has become a co-host. */
export function joinedCoHost(
  propertyId: string,
  { hostId, userId }: { hostId: string; userId: string },
): RawBuilder<JoinedCoHost> {
  return sql<JoinedCoHost>`
    SELECT u.first_name AS "firstName", p.title, host.id AS "hostId", host.first_name AS "hostFirstName", host.email AS "hostEmail"
    FROM properties p
    CROSS JOIN users u
    CROSS JOIN users host
    WHERE p.id = ${propertyId}::uuid
      AND u.id = ${userId}::uuid
      AND host.id = ${hostId}::uuid`;
}

/** A grant to an organisation, for its host; also one that has ended since, as they are to know that it was there. */
export function grantToMail(id: string): RawBuilder<GivenAccess & { hostId: string; hostEmail: string | null }> {
  return sql`
    SELECT
      host.id AS "hostId",
      host.first_name AS "hostFirstName",
      host.email AS "hostEmail",
      o.name AS organisation,
      o.slug,
      p.title,
      g.permissions
    FROM access_grants g
    JOIN organisations o ON o.id = g.organisation_id
    JOIN users host ON host.id = g.host_id
    LEFT JOIN properties p ON p.id = g.property_id
    WHERE g.id = ${id}::uuid`;
}

/** A suspension, for the person whose account it is or was. */
export function suspensionToMail(id: string): RawBuilder<Recipient & { userId: string; reason: string }> {
  return sql<Recipient & { userId: string; reason: string }>`
    SELECT u.id AS "userId", u.first_name AS "firstName", u.email, s.reason
    FROM suspensions s
    JOIN users u ON u.id = s.user_id
    WHERE s.id = ${id}::uuid`;
}
