import type { RawBuilder } from 'kysely';
import { sql } from '#database';

/** What an account has for its second factor. */
export interface FactorsRow {
  totp: boolean;
  passkeys: number;
  recoveryCodesLeft: number;
}

/** What an account is asked for at sign-in besides a password. */
export function factorsOf(userId: string): RawBuilder<FactorsRow> {
  return sql<FactorsRow>`
    SELECT
      EXISTS (SELECT FROM totp_secrets WHERE user_id = ${userId}::uuid AND confirmed_at IS NOT NULL) AS totp,
      (SELECT count(*)::integer FROM passkeys WHERE user_id = ${userId}::uuid) AS passkeys,
      (
        SELECT count(*)::integer
        FROM recovery_codes
        WHERE user_id = ${userId}::uuid
          AND used_at IS NULL
      ) AS "recoveryCodesLeft"`;
}

/** Whose factors change. */
export interface LockedAccount {
  email: string | null;
}

/** Whose factors change, with their row locked: of two changes at once the second sees what the first has left. */
export function lockAccount(userId: string): RawBuilder<LockedAccount> {
  return sql<LockedAccount>`
    SELECT email
    FROM users
    WHERE id = ${userId}::uuid
    FOR NO KEY UPDATE`;
}

/** What is left to sign in with, each by itself. */
export interface WaysIn {
  password: boolean;
  passkeys: number;
  /** accounts at providers of OpenID Connect */
  identities: number;
}

/** What an account is signed in to with; to be asked once its row is locked, or of two that go at once both are the last. */
export function waysInOf(userId: string): RawBuilder<WaysIn> {
  return sql<WaysIn>`
    SELECT
      password_hash IS NOT NULL AS password,
      (SELECT count(*)::integer FROM passkeys p WHERE p.user_id = u.id) AS passkeys,
      (SELECT count(*)::integer FROM identities i WHERE i.user_id = u.id) AS identities
    FROM users u
    WHERE id = ${userId}::uuid`;
}
