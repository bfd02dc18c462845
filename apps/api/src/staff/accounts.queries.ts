import type { RawBuilder } from 'kysely';
import type { StaffRole } from '#auth';
import type { AccountDto, AccountsQuery } from '#contracts/staff.dto.js';
import { mailboxOf } from '#contracts/validators/emails.js';
import { sql } from '#database';

const ACCOUNT = sql`
  SELECT
    u.id,
    u.email,
    u.first_name AS "firstName",
    u.last_name AS "lastName",
    ARRAY['guest']
      || CASE WHEN EXISTS (SELECT FROM properties p WHERE p.host_id = u.id) THEN ARRAY['host'] ELSE '{}' END
      || u.roles AS roles,
    CASE WHEN s.id IS NOT NULL THEN
      jsonb_build_object('suspendedBy', s.suspended_by, 'reason', s.reason, 'suspendedAt', s.suspended_at)
    END AS suspension,
    u.version,
    u.created_at AS "createdAt"
  FROM users u
  LEFT JOIN suspensions s ON s.user_id = u.id AND s.restored_at IS NULL`;

/** Which accounts, of all. */
export type AccountsFilter = Pick<AccountsQuery, 'email' | 'suspended' | 'role'>;

/** In the words of the indexes that hold only the few. */
function holds({ email, suspended, role }: AccountsFilter): RawBuilder<unknown> {
  const conditions = [
    ...(email === undefined ? [] : [sql`u.email = ANY(${[email, mailboxOf(email)]}::citext[])`]),
    ...(suspended === undefined ? [] : [suspended ? sql`u.suspended_at IS NOT NULL` : sql`u.suspended_at IS NULL`]),
    ...(role === undefined ? [] : [sql`u.roles <> '{}' AND ${role} = ANY(u.roles)`]),
  ];
  return sql.join([sql`true`, ...conditions], sql` AND `);
}

/** Accounts, the newest first, those after `beforeId`. */
export function accounts(filter: AccountsFilter, beforeId: string | undefined, limit: number): RawBuilder<AccountDto> {
  return sql<AccountDto>`
    ${ACCOUNT}
    WHERE ${holds(filter)}
      ${beforeId === undefined ? sql`` : sql`AND u.id < ${beforeId}::uuid`}
    ORDER BY u.id DESC
    LIMIT ${limit}`;
}

/** All of them, without what is shown: to be counted. */
export function allAccounts(filter: AccountsFilter): RawBuilder<unknown> {
  return sql`SELECT FROM users u WHERE ${holds(filter)}`;
}

/** One account. */
export function accountById(id: string): RawBuilder<AccountDto> {
  return sql<AccountDto>`${ACCOUNT} WHERE u.id = ${id}::uuid`;
}

/** An account that staff do something to, or who does it. */
export interface LockedAccount {
  id: string;
  roles: StaffRole[];
  isSuspended: boolean;
  accessVersion: number;
  version: number;
}

/** Accounts, not erased, locked in the order of their ids: of two admins who suspend each other at once, one is first. */
export function lockAccounts(ids: readonly string[]): RawBuilder<LockedAccount> {
  return sql<LockedAccount>`
    SELECT id, roles, suspended_at IS NOT NULL AS "isSuspended", access_version AS "accessVersion", version
    FROM users
    WHERE id = ANY(${ids}::uuid[])
      AND erased_at IS NULL
    ORDER BY id
    FOR NO KEY UPDATE`;
}

/**
 * Suspends an account that is locked, ends its sessions (OWASP ASVS 5.0, 7.4.2) and the API keys that it has made or alone
 * owns, and notes by whom and why.
 */
export function suspendAccount(suspensionId: string, { userId, by, reason }: Deed): RawBuilder<unknown> {
  return sql`
    WITH suspended AS (
      UPDATE users
      SET suspended_at = now(), updated_at = now(), version = version + 1
      WHERE id = ${userId}::uuid
    ), ended AS (
      UPDATE sessions
      SET revoked_at = now()
      WHERE user_id = ${userId}::uuid
        AND revoked_at IS NULL
    ), ended_keys AS (
      UPDATE api_keys k
      SET revoked_at = now()
      WHERE k.revoked_at IS NULL
        AND k.organisation_id IN (
          SELECT organisation_id
          FROM organisation_members
          WHERE user_id = ${userId}::uuid
        )
        AND (k.created_by = ${userId}::uuid OR NOT EXISTS (
          SELECT
          FROM organisation_members other
          JOIN users u ON u.id = other.user_id
          WHERE other.organisation_id = k.organisation_id
            AND other.role = 'owner'
            AND other.user_id <> ${userId}::uuid
            AND u.suspended_at IS NULL))
    )
    INSERT INTO suspensions (id, user_id, suspended_by, reason, suspended_at)
    VALUES (${suspensionId}, ${userId}, ${by}, ${reason}, now())`;
}

/** Who does what to whom, and why. */
export interface Deed {
  userId: string;
  by: string;
  reason: string;
}

/** Restores an account that is locked, and notes by whom and why; the suspension, if it was noted. */
export function restoreAccount({ userId, by, reason }: Deed): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    WITH restored AS (
      UPDATE users
      SET suspended_at = NULL, updated_at = now(), version = version + 1
      WHERE id = ${userId}::uuid
    )
    UPDATE suspensions
    SET restored_by = ${by}, restore_reason = ${reason}, restored_at = now()
    WHERE user_id = ${userId}::uuid
      AND restored_at IS NULL
    RETURNING id`;
}

/** Gives an account that is locked other staff roles; the tokens that it has count no more. */
export function changeRoles(userId: string, roles: readonly StaffRole[]): RawBuilder<unknown> {
  return sql`
    UPDATE users
    SET roles = ${roles}::text[], updated_at = now(), version = version + 1
    WHERE id = ${userId}::uuid`;
}
