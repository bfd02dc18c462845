import type { EntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import type { ApiKeyDto } from '#contracts/partners/api-keys.dto.js';
import { firstRow, rows, sql } from '#database';

const shownColumns = sql`
  id,
  name,
  prefix,
  CASE WHEN revoked_at IS NOT NULL THEN 'ended' WHEN expires_at <= now() THEN 'expired' ELSE 'active' END AS status,
  scopes,
  allowed_networks::text[] AS "allowedNetworks",
  created_by AS "createdById",
  created_at AS "createdAt",
  expires_at AS "expiresAt",
  last_used_at AS "lastUsedAt",
  revoked_at AS "endedAt",
  rotated_from AS "rotatedFromId"`;

/** A key of an organisation. */
export function keyOf(organisationId: string, id: string): RawBuilder<ApiKeyDto> {
  return sql<ApiKeyDto>`
    SELECT ${shownColumns}
    FROM api_keys
    WHERE id = ${id}::uuid
      AND organisation_id = ${organisationId}::uuid`;
}

/** The keys of an organisation, the latest first; those that have ended too, for as long as they are kept. */
export function keysOf(organisationId: string, beforeId: string | undefined, limit: number): RawBuilder<ApiKeyDto> {
  return sql<ApiKeyDto>`
    SELECT ${shownColumns}
    FROM api_keys
    WHERE organisation_id = ${organisationId}::uuid
      AND id < ${beforeId ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid
    ORDER BY id DESC
    LIMIT ${limit}`;
}

/** All of them, without what is shown: to be counted. */
export function allKeysOf(organisationId: string): RawBuilder<unknown> {
  return sql`SELECT FROM api_keys WHERE organisation_id = ${organisationId}::uuid`;
}

/** How many keys of an organisation count. */
export async function keysInForce(tx: EntityManager, organisationId: string): Promise<number> {
  const counted = await firstRow(
    tx,
    sql<{ number: number }>`
      SELECT count(*) AS number
      FROM api_keys
      WHERE organisation_id = ${organisationId}::uuid
        AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > now())`,
  );
  return counted?.number ?? 0;
}

/** Whether another key takes the place of this one. */
export async function hasSuccessor(tx: EntityManager, id: string): Promise<boolean> {
  return (await firstRow(tx, sql`SELECT id FROM api_keys WHERE rotated_from = ${id}::uuid`)) !== undefined;
}

/** A key that will end before long. */
export interface ExpiringKey {
  id: string;
  organisationId: string;
}

/** Takes up to `limit` keys whose owners are to be told that they will end, the first to end first. */
export function takeExpiring(tx: EntityManager, limit: number): Promise<ExpiringKey[]> {
  return rows(
    tx,
    sql<ExpiringKey>`
      UPDATE api_keys
      SET warn_at = NULL
      WHERE id IN (
        SELECT id
        FROM api_keys
        WHERE warn_at <= now()
        ORDER BY warn_at
        LIMIT ${limit}
        FOR NO KEY UPDATE SKIP LOCKED)
      RETURNING id, organisation_id AS "organisationId"`,
  );
}
