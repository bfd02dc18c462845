import type { RawBuilder } from 'kysely';
import { sql } from '#database';
import type { ApiScope } from '#contracts/partners/api-scopes.js';

/** What a key is held against. Times are wall times. */
export interface KnownKey {
  id: string;
  organisationId: string;
  prefix: string;
  hash: Buffer;
  scopes: ApiScope[];
  /** from where alone it may be used, in CIDR notation; empty: from anywhere */
  networks: string[];
  /** when it ends: by itself, or because it was ended; null: never */
  endsAt: Date | null;
}

/** The key with this prefix. */
export function keyByPrefix(prefix: string): RawBuilder<KnownKey> {
  return sql<KnownKey>`
    SELECT
      id,
      organisation_id AS "organisationId",
      prefix,
      key_hash AS hash,
      scopes,
      allowed_networks::text[] AS networks,
      LEAST(expires_at, revoked_at) AS "endsAt"
    FROM api_keys
    WHERE prefix = ${prefix}`;
}

/** Writes that keys have been used, unless that has been written of them within the minute before. */
export function noteUse(ids: readonly string[], at: Date): RawBuilder<unknown> {
  return sql`
    UPDATE api_keys
    SET last_used_at = ${at}
    WHERE id = ANY(${ids}::uuid[])
      AND (last_used_at IS NULL OR last_used_at <= ${at}::timestamptz - INTERVAL '1 minute')`;
}
