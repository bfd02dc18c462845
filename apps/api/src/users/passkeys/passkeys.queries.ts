import type { RawBuilder } from 'kysely';
import type { StaffRole } from '#auth';
import type { PasskeyDto } from '#contracts/passkeys.dto.js';
import { sql } from '#database';

/** What a passkey is asked to sign for. */
export type Purpose = 'add' | 'sign_in' | 'second_factor';

/** What one is asked to sign; of whom, unless anybody may come with it. */
export interface PasskeyChallenge {
  hash: Buffer;
  purpose: Purpose;
  userId: string | null;
}

/** A passkey, to be named to browsers. */
export interface NamedCredential {
  credentialId: Buffer;
  transports: string[];
}

/** A passkey with its account. */
export interface KnownPasskey {
  id: string;
  name: string;
  userId: string;
  publicKey: Buffer;
  roles: StaffRole[];
  accessVersion: number;
  signInVersion: number;
}

const SHOWN = sql`id, name, created_at AS "createdAt", last_used_at AS "lastUsedAt", version`;

/** Keeps a challenge. */
export function putChallenge({ hash, purpose, userId }: PasskeyChallenge, seconds: number): RawBuilder<unknown> {
  return sql`
    INSERT INTO passkey_challenges (challenge_hash, purpose, user_id, expires_at)
    VALUES (${hash}, ${purpose}, ${userId}, now() + make_interval(secs => ${seconds}))`;
}

/** Uses a challenge up; no row when it is none of these, or was used before. */
export function takeChallenge({ hash, purpose, userId }: PasskeyChallenge): RawBuilder<{ purpose: string }> {
  return sql<{ purpose: string }>`
    DELETE FROM passkey_challenges
    WHERE challenge_hash = ${hash}
      AND purpose = ${purpose}
      AND user_id IS NOT DISTINCT FROM ${userId}::uuid
      AND expires_at > now()
    RETURNING purpose`;
}

/** The passkey with that name among browsers, of an account that one may sign in to. */
export function passkeyBy(credentialId: Buffer): RawBuilder<KnownPasskey> {
  return sql<KnownPasskey>`
    SELECT
      p.id,
      p.name,
      p.user_id AS "userId",
      p.public_key AS "publicKey",
      u.roles,
      u.access_version AS "accessVersion",
      u.sign_in_version AS "signInVersion"
    FROM passkeys p
    JOIN users u ON u.id = p.user_id
    WHERE p.credential_id = ${credentialId}
      AND u.suspended_at IS NULL`;
}

/**
 * Notes a signature; no row when the passkey has counted no further since the last, though it counts (Web Authentication
 * Level 3, section 6.1.1). One statement: of two copies that come at once, one is found out.
 */
export function countSignature(id: string, signCount: number): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    UPDATE passkeys
    SET sign_count = ${signCount},
        last_used_at = now()
    WHERE id = ${id}::uuid
      AND (sign_count < ${signCount} OR sign_count = 0 AND ${signCount}::bigint = 0)
    RETURNING id`;
}

/** All passkeys of a user, as browsers know them. */
export function credentialsOf(userId: string): RawBuilder<NamedCredential> {
  return sql<NamedCredential>`
    SELECT credential_id AS "credentialId", transports
    FROM passkeys
    WHERE user_id = ${userId}::uuid
    ORDER BY created_at, id`;
}

/** All passkeys of a user, as they see them. */
export function passkeysOf(userId: string): RawBuilder<PasskeyDto> {
  return sql<PasskeyDto>`
    SELECT ${SHOWN}
    FROM passkeys
    WHERE user_id = ${userId}::uuid
    ORDER BY created_at, id`;
}

/** One of them. */
export function passkeyOf(userId: string, id: string): RawBuilder<PasskeyDto> {
  return sql<PasskeyDto>`
    SELECT ${SHOWN}
    FROM passkeys
    WHERE id = ${id}::uuid
      AND user_id = ${userId}::uuid`;
}

/** A new one. */
export interface NewPasskey {
  id: string;
  userId: string;
  credentialId: Buffer;
  publicKey: Buffer;
  signCount: number;
  transports: string[];
  name: string;
}

/** Keeps a new passkey. */
export function putPasskey(passkey: NewPasskey): RawBuilder<unknown> {
  return sql`
    INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, transports, name, created_at)
    VALUES (
      ${passkey.id}, ${passkey.userId}, ${passkey.credentialId}, ${passkey.publicKey}, ${passkey.signCount},
      ${passkey.transports}::text[], ${passkey.name}, now()
    )`;
}

/** Gives one another name. */
export function renamePasskey(id: string, name: string): RawBuilder<unknown> {
  return sql`
    UPDATE passkeys
    SET name = ${name},
        version = version + 1
    WHERE id = ${id}::uuid`;
}

/** Forgets one. */
export function removePasskey(id: string): RawBuilder<unknown> {
  return sql`DELETE FROM passkeys WHERE id = ${id}::uuid`;
}
