import type { RawBuilder } from 'kysely';
import { sql } from '#database';
import type { ToldKey } from './partner-letters.js';

/** An API key, to be told of. */
export function toldKey(keyId: string): RawBuilder<ToldKey> {
  return sql<ToldKey>`
    SELECT k.name, k.prefix, o.name AS organisation, k.expires_at AS "expiresAt"
    FROM api_keys k
    JOIN organisations o ON o.id = k.organisation_id
    WHERE k.id = ${keyId}::uuid`;
}

/** One of an organisation's owners. */
export interface ToldOwner {
  userId: string;
  firstName: string;
  email: string;
  emailVerified: boolean;
}

/** The owners of an organisation, to write to. */
export function ownersOf(organisationId: string): RawBuilder<ToldOwner> {
  return sql<ToldOwner>`
    SELECT u.id AS "userId", u.first_name AS "firstName", u.email, u.email_verified_at IS NOT NULL AS "emailVerified"
    FROM organisation_members m
    JOIN users u ON u.id = m.user_id
    WHERE m.organisation_id = ${organisationId}::uuid
      AND m.role = 'owner'
      AND u.email IS NOT NULL`;
}
