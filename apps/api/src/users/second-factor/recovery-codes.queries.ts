import type { RawBuilder } from 'kysely';
import { sql } from '#database';

/** Keeps new codes. */
export function putCodes(userId: string, hashes: readonly Buffer[]): RawBuilder<unknown> {
  return sql`
    INSERT INTO recovery_codes (user_id, code_hash)
    SELECT ${userId}::uuid, unnest(${hashes}::bytea[])`;
}

/** Forgets all codes, used or not. */
export function removeCodes(userId: string): RawBuilder<unknown> {
  return sql`DELETE FROM recovery_codes WHERE user_id = ${userId}::uuid`;
}

/** Uses a code up; no row when it is none, or was used before. Of two uses at once one waits, and finds it used. */
export function useCode(userId: string, hash: Buffer): RawBuilder<{ user_id: string }> {
  return sql<{ user_id: string }>`
    UPDATE recovery_codes
    SET used_at = now()
    WHERE user_id = ${userId}::uuid
      AND code_hash = ${hash}
      AND used_at IS NULL
    RETURNING user_id`;
}
