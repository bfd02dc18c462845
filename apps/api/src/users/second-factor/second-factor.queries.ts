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
  hasPassword: boolean;
}

/** Whose factors change, with their row locked: of two changes at once the second sees what the first has left. */
export function lockAccount(userId: string): RawBuilder<LockedAccount> {
  return sql<LockedAccount>`
    SELECT email, password_hash IS NOT NULL AS "hasPassword"
    FROM users
    WHERE id = ${userId}::uuid
    FOR NO KEY UPDATE`;
}
