import type { RawBuilder } from 'kysely';
import { sql } from '#database';
import { holdsPersonalData, type ErasedPerson, type OpenMatter } from '#personal-data';

/** Organisations that would be left without an owner, though others belong to them or their programs still come. */
const leaderless = (id: string): RawBuilder<OpenMatter> => sql<OpenMatter>`
  SELECT 'organisation' AS type, o.id,
    'You are the last owner of ' || o.slug || ': make another member an owner, or end its members and keys.' AS reason,
    NULL::timestamptz AS until
  FROM organisation_members mine
  JOIN organisations o ON o.id = mine.organisation_id
  WHERE mine.user_id = ${id}::uuid
    AND mine.role = 'owner'
    AND NOT EXISTS (
      SELECT
      FROM organisation_members other
      WHERE other.organisation_id = o.id
        AND other.user_id <> ${id}::uuid
        AND other.role = 'owner')
    AND (
      EXISTS (SELECT FROM organisation_members other WHERE other.organisation_id = o.id AND other.user_id <> ${id}::uuid)
      OR EXISTS (
        SELECT
        FROM api_keys k
        WHERE k.organisation_id = o.id
          AND k.revoked_at IS NULL
          AND (k.expires_at IS NULL OR k.expires_at > now())))`;

/** Organisations in which nobody else is. */
const alone = (id: string): RawBuilder<unknown> => sql`
  SELECT mine.organisation_id
  FROM organisation_members mine
  WHERE mine.user_id = ${id}::uuid
    AND NOT EXISTS (
      SELECT
      FROM organisation_members other
      WHERE other.organisation_id = mine.organisation_id
        AND other.user_id <> ${id}::uuid)`;

/** An organisation of one person is closed with them; it may bear their name. Keys that they have made elsewhere end too. */
const closings = ({ id, confirmedEmail, now }: ErasedPerson): RawBuilder<unknown>[] => [
  sql`
    UPDATE api_keys
    SET revoked_at = now()
    WHERE created_by = ${id}::uuid
      AND revoked_at IS NULL`,
  sql`
    UPDATE api_keys
    SET name = 'closed', allowed_networks = '{}'
    WHERE organisation_id IN (${alone(id)})`,
  sql`
    UPDATE access_grants
    SET ended_at = now(), version = version + 1
    WHERE organisation_id IN (${alone(id)})
      AND ended_at IS NULL`,
  sql`
    DELETE FROM organisation_invitations
    WHERE invited_by = ${id}::uuid
      OR email = ${confirmedEmail}::citext
      OR organisation_id IN (${alone(id)})`,
  sql`
    UPDATE organisations
    SET name = 'Closed', slug = 'closed-' || replace(id::text, '-', ''), updated_at = ${now}, version = version + 1
    WHERE id IN (${alone(id)})`,
  sql`DELETE FROM organisation_members WHERE user_id = ${id}::uuid`,
];

/** Organisations, as far as people are in them. */
export const holdsMemberships = holdsPersonalData({
  about: 'organisations',
  tells: [
    {
      file: 'organisations',
      says: 'Organisations that you belong to.',
      tables: ['organisations', 'organisation_members'],
      rows: (id) => sql`
        SELECT o.id, o.slug, o.name, m.role, m.created_at AS since
        FROM organisation_members m
        JOIN organisations o ON o.id = m.organisation_id
        WHERE m.user_id = ${id}::uuid`,
    },
    {
      file: 'organisation-invitations',
      says: 'Invitations to organisations that you have sent or were sent, and that are open.',
      tables: ['organisation_invitations'],
      rows: (id) => sql`
        SELECT i.id, CASE WHEN i.invited_by = ${id}::uuid THEN 'sent' ELSE 'received' END AS direction,
          i.organisation_id AS "organisationId", i.role, i.created_at AS "createdAt", i.expires_at AS "expiresAt"
        FROM organisation_invitations i
        WHERE i.invited_by = ${id}::uuid
          OR i.email = (SELECT email FROM users WHERE id = ${id}::uuid AND email_verified_at IS NOT NULL)`,
    },
    {
      file: 'api-keys',
      says: 'Keys that you have made for programs; not the keys themselves.',
      tables: ['api_keys'],
      rows: (id) => sql`
        SELECT id, organisation_id AS "organisationId", name, prefix, scopes, allowed_networks::text[] AS "allowedNetworks",
          created_at AS "createdAt", expires_at AS "expiresAt", last_used_at AS "lastUsedAt", revoked_at AS "endedAt"
        FROM api_keys
        WHERE created_by = ${id}::uuid`,
    },
  ],
  erased: 'your place in organisations, keys that you have made, and organisations in which nobody else is',
  keepsOpen: leaderless,
  locks: (id) => [
    sql`
      SELECT
      FROM organisations
      WHERE id IN (SELECT organisation_id FROM organisation_members WHERE user_id = ${id}::uuid)
      ORDER BY id
      FOR NO KEY UPDATE`,
  ],
  erases: closings,
});
