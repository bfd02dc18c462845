import type { RawBuilder } from 'kysely';
import type { CodePurpose } from '#auth';
import { sql } from '#database';

/** What anyone may ask to be sent, to an address that may have no account. */
export type RequestedPurpose = Extract<CodePurpose, 'verify_email' | 'reset_password'>;

/** A mailed code, and whose it is. */
export interface MailedCode {
  id: string;
  userId: string;
  /** where it was sent */
  email: string;
}

/** Notes that a code was asked for. */
export function noteRequest(id: string, purpose: RequestedPurpose, email: string): RawBuilder<unknown> {
  return sql`
    INSERT INTO code_requests (id, purpose, email, requested_at)
    VALUES (${id}, ${purpose}, ${email}, now())`;
}

/** Takes a request that was noted: nothing of it is left. */
export function takeRequest(id: string): RawBuilder<{ purpose: RequestedPurpose; email: string }> {
  return sql<{ purpose: RequestedPurpose; email: string }>`
    DELETE FROM code_requests
    WHERE id = ${id}::uuid
    RETURNING purpose, email::text`;
}

/**
 * The account that one signs in to with an address, as `credentialsOf` finds it, and how it spells that; none where there is
 * nothing to be verified, or where a link could not be used. Who has signed up with a provider has no password, and gets one
 * by resetting it.
 */
export function accountToMail(
  purpose: RequestedPurpose,
  { email, mailbox }: { email: string; mailbox: string },
): RawBuilder<{ userId: string; email: string }> {
  return sql<{ userId: string; email: string }>`
    SELECT u.id AS "userId", u.email::text
    FROM (
      SELECT id, email, email_verified_at, suspended_at
      FROM users
      WHERE email = ANY(${[email, mailbox]}::citext[])
      ORDER BY email = ${email}::citext DESC
      LIMIT 1
    ) u
    WHERE CASE ${purpose}::text
      WHEN 'verify_email' THEN u.email_verified_at IS NULL
      ELSE u.suspended_at IS NULL
    END`;
}

/** Whoever makes or uses a code of an account, or changes what codes are about, does so one after the other. */
export function lockAccount(userId: string): RawBuilder<{ email: string }> {
  return sql<{ email: string }>`
    SELECT email::text
    FROM users
    WHERE id = ${userId}::uuid
      AND email IS NOT NULL
    FOR NO KEY UPDATE`;
}

/** The same by one of its codes. */
export function lockAccountOf(codeId: string): RawBuilder<unknown> {
  return sql`
    SELECT
    FROM users
    WHERE id = (SELECT user_id FROM mailed_codes WHERE id = ${codeId}::uuid)
    FOR NO KEY UPDATE`;
}

/** Makes the open codes of these purposes useless. */
export function voidCodes(userId: string, purposes: readonly CodePurpose[]): RawBuilder<unknown> {
  return sql`
    UPDATE mailed_codes
    SET used_at = now()
    WHERE user_id = ${userId}::uuid
      AND purpose = ANY(${purposes}::text[])
      AND used_at IS NULL`;
}

/** Makes a code; there must be no open one of its purpose. */
export function makeCode(code: MailedCode & { purpose: CodePurpose; expiresAt: Date }): RawBuilder<unknown> {
  return sql`
    INSERT INTO mailed_codes (id, user_id, purpose, email, created_at, expires_at)
    VALUES (${code.id}, ${code.userId}, ${code.purpose}, ${code.email}, now(), ${code.expiresAt})`;
}

/**
 * A code that can still be used: not once the account has another address than the one to which it was sent, nor, but to
 * confirm that, while it is suspended.
 */
const CAN_BE_USED = sql`
  code.used_at IS NULL
  AND code.expires_at > now()
  AND u.id = code.user_id
  AND u.email IS NOT NULL
  AND (code.purpose = 'verify_email' OR u.suspended_at IS NULL)
  AND (code.purpose = 'take_email' OR u.email = code.email)`;

/** Whose code it is, while it can be used, and what that person's password must not be. */
export function ownerOfCode(
  id: string,
  purpose: CodePurpose,
): RawBuilder<{ email: string; firstName: string; lastName: string }> {
  return sql<{ email: string; firstName: string; lastName: string }>`
    SELECT u.email::text, u.first_name AS "firstName", u.last_name AS "lastName"
    FROM mailed_codes code, users u
    WHERE code.id = ${id}::uuid
      AND code.purpose = ${purpose}
      AND ${CAN_BE_USED}`;
}

/** Uses a code up: of two that come with it at once, one gets the row. */
export function useCode(id: string, purpose: CodePurpose): RawBuilder<MailedCode> {
  return sql<MailedCode>`
    UPDATE mailed_codes code
    SET used_at = now()
    FROM users u
    WHERE code.id = ${id}::uuid
      AND code.purpose = ${purpose}
      AND ${CAN_BE_USED}
    RETURNING code.id, code.user_id AS "userId", code.email::text`;
}

/** Notes that an account's address is its owner's; the account counts the change. */
export function verifyEmailOf(userId: string): RawBuilder<unknown> {
  return sql`
    UPDATE users
    SET email_verified_at = now(), version = version + 1
    WHERE id = ${userId}::uuid
      AND email_verified_at IS NULL`;
}
