import type { RawBuilder } from 'kysely';
import type { StaffRole } from '#auth';
import type { UserRole } from '#contracts/users.dto.js';
import { sql } from '#database';
import type { LocalDate } from '#dates';
import type { PersonName, Profile } from './user.entity.js';

/** An account, as it is read for its owner. */
export interface AccountRow extends PersonName, Profile {
  id: string;
  email: string;
  emailVerified: boolean;
  roles: UserRole[];
  photoId: string | null;
  version: number;
  createdAt: Date;
}

/** A user, as they are read for others. */
export interface PublicUserRow extends Pick<
  AccountRow,
  'id' | 'firstName' | 'languages' | 'bio' | 'photoId' | 'emailVerified'
> {
  /** YYYY-MM-DD, in UTC */
  since: LocalDate;
  /** in hundredths; 0 without ratings */
  hostRating: number;
  hostRatings: number;
  reviewsWritten: number;
}

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
export function accountOf(userId: string): RawBuilder<AccountRow> {
  return sql<AccountRow>`
    SELECT
      u.id,
      coalesce(u.email, '') AS email,
      u.email_verified_at IS NOT NULL AS "emailVerified",
      u.first_name AS "firstName",
      u.last_name AS "lastName",
      u.languages,
      u.bio,
      u.time_zone AS "timeZone",
      u.currency,
      photo.id AS "photoId",
      ARRAY['guest']
        || CASE WHEN EXISTS (SELECT FROM properties p WHERE p.host_id = u.id) THEN ARRAY['host'] ELSE '{}' END
        || u.roles AS roles,
      u.version,
      u.created_at AS "createdAt"
    FROM users u
    LEFT JOIN user_photos photo ON photo.user_id = u.id AND photo.remove_at IS NULL
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

/** Users, as others see them: what guests think of their places is added up from the places, where it is counted. */
export function publicUsers(ids: readonly string[]): RawBuilder<PublicUserRow> {
  return sql<PublicUserRow>`
    SELECT
      u.id,
      u.first_name AS "firstName",
      to_char(u.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS since,
      u.languages,
      u.bio,
      photo.id AS "photoId",
      u.email_verified_at IS NOT NULL AS "emailVerified",
      rating_hundredths(hosted.total, hosted.ratings) AS "hostRating",
      hosted.ratings::integer AS "hostRatings",
      (SELECT count(*) FROM reviews r WHERE r.author_id = u.id)::integer AS "reviewsWritten"
    FROM users u
    LEFT JOIN user_photos photo ON photo.user_id = u.id AND photo.remove_at IS NULL
    CROSS JOIN LATERAL (
      SELECT
        COALESCE(sum(p.rating_sum + COALESCE(p.imported_rating, 0) * p.imported_ratings), 0) AS total,
        COALESCE(sum(p.rating_count::bigint + p.imported_ratings), 0)::bigint AS ratings
      FROM properties p
      WHERE p.host_id = u.id
    ) hosted
    WHERE u.id = ANY(${ids}::uuid[])`;
}
