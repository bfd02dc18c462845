import type { EntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import type { InvitationDto, OrganisationRole } from '#contracts/partners/organisations.dto.js';
import { firstRow, rows, sql } from '#database';

/** An invitation to be written. Times are wall times. */
export interface NewInvitation {
  id: string;
  organisationId: string;
  email: string;
  role: OrganisationRole;
  codeHash: Buffer;
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
}

const shownColumns = sql`id, email, role, created_at AS "createdAt", expires_at AS "expiresAt"`;

/** Writes an invitation; one that the address had before counts no more. */
export async function invite(tx: EntityManager, invitation: NewInvitation): Promise<void> {
  const { id, organisationId, email, role, codeHash, invitedBy, createdAt, expiresAt } = invitation;
  await rows(
    tx,
    sql`
      INSERT INTO organisation_invitations (
        id, organisation_id, email, role, code_hash, invited_by, created_at, expires_at)
      VALUES (${id}, ${organisationId}, ${email}, ${role}, ${codeHash}, ${invitedBy}, ${createdAt}, ${expiresAt})
      ON CONFLICT (organisation_id, email) DO UPDATE
      SET id = excluded.id,
          role = excluded.role,
          code_hash = excluded.code_hash,
          invited_by = excluded.invited_by,
          created_at = excluded.created_at,
          expires_at = excluded.expires_at`,
  );
}

/** Invitations of an organisation that are still open, in the order of their addresses. */
export function invitationsOf(
  organisationId: string,
  afterEmail: string | undefined,
  limit: number,
): RawBuilder<InvitationDto> {
  return sql<InvitationDto>`
    SELECT ${shownColumns}
    FROM organisation_invitations
    WHERE organisation_id = ${organisationId}::uuid
      AND email > ${afterEmail ?? ''}::citext
      AND expires_at > now()
    ORDER BY email
    LIMIT ${limit}`;
}

/** All of them, without what is shown: to be counted. */
export function allInvitationsOf(organisationId: string): RawBuilder<unknown> {
  return sql`
    SELECT
    FROM organisation_invitations
    WHERE organisation_id = ${organisationId}::uuid
      AND expires_at > now()`;
}

/** Uses up the open invitation with this code. */
export function takeInvitation(
  tx: EntityManager,
  codeHash: Buffer,
): Promise<{ organisationId: string; role: OrganisationRole } | undefined> {
  return firstRow(
    tx,
    sql<{ organisationId: string; role: OrganisationRole }>`
      DELETE FROM organisation_invitations
      WHERE code_hash = ${codeHash}
        AND expires_at > now()
      RETURNING organisation_id AS "organisationId", role`,
  );
}

/** Takes an invitation back; whether it was there. */
export async function deleteInvitation(tx: EntityManager, organisationId: string, id: string): Promise<boolean> {
  const gone = await firstRow(
    tx,
    sql`
      DELETE FROM organisation_invitations
      WHERE id = ${id}::uuid
        AND organisation_id = ${organisationId}::uuid
      RETURNING id`,
  );
  return gone !== undefined;
}

/** Ends what somebody has invited others to, who is an owner no more. */
export async function endInvitationsBy(tx: EntityManager, organisationId: string, userId: string): Promise<void> {
  await rows(
    tx,
    sql`
      DELETE FROM organisation_invitations
      WHERE organisation_id = ${organisationId}::uuid
        AND invited_by = ${userId}::uuid`,
  );
}
