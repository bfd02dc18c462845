import type { RawBuilder } from 'kysely';
import type { StaffRole } from '#auth';
import type { PublicUserDto, UserDto } from '#contracts/users.dto.js';
import { sql } from '#database';

/** What is compared at sign-in. */
export interface Credentials {
  id: string;
  /** as it is kept */
  email: string;
  passwordHash: string | null;
  roles: StaffRole[];
  accessVersion: number;
  /** see `SignInProof` */
  signInVersion: number;
  isSuspended: boolean;
  emailVerified: boolean;
  firstName: string;
  lastName: string;
  /** the account has been used from this network of late; see `forgetsKnownNetworks` */
  knowsNetwork: boolean;
}

/** Which account: by its id, or by an address, as it was sent and in the one spelling that mailboxes have. */
export type CredentialsKey = { id: string } | { email: string; mailbox: string };

/**
 * What is compared at the sign-in to an account. By address it is the one with the address in the spelling that was sent –
 * accounts from before there was but one have theirs – or in that of its mailbox; citext makes capitals equal.
 * @param networks hashes of where the request is from
 */
export function credentialsBy(key: CredentialsKey, networks: readonly Buffer[]): RawBuilder<Credentials> {
  const isIt = 'id' in key ? sql`u.id = ${key.id}::uuid` : sql`u.email = ANY(${[key.email, key.mailbox]}::citext[])`;
  const exactFirst = 'id' in key ? sql`` : sql`ORDER BY u.email = ${key.email}::citext DESC`;
  return sql<Credentials>`
    SELECT
      u.id,
      u.email,
      u.password_hash AS "passwordHash",
      u.roles,
      u.access_version AS "accessVersion",
      u.sign_in_version AS "signInVersion",
      u.suspended_at IS NOT NULL AS "isSuspended",
      u.email_verified_at IS NOT NULL AS "emailVerified",
      u.first_name AS "firstName",
      u.last_name AS "lastName",
      EXISTS (
        SELECT
        FROM known_networks known
        WHERE known.user_id = u.id
          AND known.network = ANY(${networks}::bytea[])
      ) AS "knowsNetwork"
    FROM users u
    WHERE ${isIt}
    ${exactFirst}
    LIMIT 1`;
}

/** Puts a stronger hash of the same password in the place of `old`; the account is no other for it, nor is its version. */
export function replacePasswordHash(userId: string, old: string, stronger: string): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    UPDATE users
    SET password_hash = ${stronger}
    WHERE id = ${userId}::uuid
      AND password_hash = ${old}
    RETURNING id`;
}

/** An account, as its owner sees it; with its roles in the order guest, host, support, admin. */
export function accountOf(userId: string): RawBuilder<UserDto> {
  return sql<UserDto>`
    SELECT
      u.id,
      coalesce(u.email, '') AS email,
      u.email_verified_at IS NOT NULL AS "emailVerified",
      u.first_name AS "firstName",
      u.last_name AS "lastName",
      ARRAY['guest']
        || CASE WHEN EXISTS (SELECT FROM properties p WHERE p.host_id = u.id) THEN ARRAY['host'] ELSE '{}' END
        || u.roles AS roles,
      u.version,
      u.created_at AS "createdAt"
    FROM users u
    WHERE u.id = ${userId}::uuid`;
}

/** A row when the account has shown that mail reaches its owner. */
export function hasVerifiedEmail(userId: string): RawBuilder<unknown> {
  return sql`
    SELECT
    FROM users
    WHERE id = ${userId}::uuid
      AND email_verified_at IS NOT NULL`;
}

/** Users, as others see them. */
export function publicUsers(ids: readonly string[]): RawBuilder<PublicUserDto> {
  return sql<PublicUserDto>`
    SELECT id, first_name AS "firstName", created_at AS since
    FROM users
    WHERE id = ANY(${ids}::uuid[])`;
}
