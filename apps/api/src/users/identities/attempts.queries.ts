import type { RawBuilder } from 'kysely';
import type { StaffRole } from '#auth';
import { sql } from '#database';

/** Somebody who links, and the session in which they have begun to. */
export interface Linker {
  id: string;
  sessionId: string;
}

/** What an attempt begins as. */
export interface NewAttempt {
  id: string;
  provider: string;
  stateHash: Buffer;
  browserHash: Buffer;
  sealedSecrets: Buffer;
  returnTo: string;
  /** null for somebody who signs in */
  linker: Linker | null;
  /** what is agreed to should an account be made */
  termsIds: readonly string[];
  seconds: number;
}

/** Somebody who has come back from a provider. */
export interface Attempt {
  id: string;
  browserHash: Buffer;
  sealedSecrets: Buffer;
  returnTo: string;
  linker: Linker | null;
  termsIds: string[];
  /** its time is over, or somebody has come back with it before */
  over: boolean;
}

/** Keeps one. */
export function putAttempt(attempt: NewAttempt): RawBuilder<unknown> {
  const { linker } = attempt;
  return sql`
    INSERT INTO oidc_attempts (
      id, provider, purpose, state_hash, browser_hash, sealed_secrets, return_to, user_id, session_id, terms_ids, expires_at
    )
    VALUES (
      ${attempt.id}, ${attempt.provider}, ${linker ? 'link' : 'sign_in'}, ${attempt.stateHash}, ${attempt.browserHash},
      ${attempt.sealedSecrets}, ${attempt.returnTo}, ${linker?.id ?? null}::uuid, ${linker?.sessionId ?? null}::uuid,
      ${attempt.termsIds}::uuid[],
      now() + make_interval(secs => ${attempt.seconds})
    )`;
}

/** The attempt of a state, at the provider that it was begun with. */
export function attemptOf(id: string, stateHash: Buffer, provider: string): RawBuilder<Attempt> {
  return sql<Attempt>`
    SELECT
      id,
      browser_hash AS "browserHash",
      sealed_secrets AS "sealedSecrets",
      return_to AS "returnTo",
      CASE WHEN session_id IS NOT NULL THEN json_build_object('id', user_id, 'sessionId', session_id) END AS linker,
      terms_ids AS "termsIds",
      used_at IS NOT NULL OR expires_at <= now() AS "over"
    FROM oidc_attempts
    WHERE id = ${id}::uuid
      AND state_hash = ${stateHash}
      AND provider = ${provider}`;
}

/** Uses one up; no row when it is over, also of two that come at once for the second. */
export function useAttempt(id: string): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    UPDATE oidc_attempts
    SET used_at = now()
    WHERE id = ${id}::uuid
      AND used_at IS NULL
      AND expires_at > now()
    RETURNING id`;
}

/** Notes whose sign-in it has turned out to be, and by which code it is fetched. */
export function putResult(id: string, userId: string, codeHash: Buffer, seconds: number): RawBuilder<unknown> {
  return sql`
    UPDATE oidc_attempts
    SET user_id = ${userId}::uuid,
        result_hash = ${codeHash},
        result_expires_at = now() + make_interval(secs => ${seconds})
    WHERE id = ${id}::uuid`;
}

/** Whom a code signs in. */
export interface Result {
  id: string;
  roles: StaffRole[];
  accessVersion: number;
  signInVersion: number;
  isSuspended: boolean;
}

/** Takes a result, once; no row when it is another browser's, or too late: then it stays for the one whose it is. */
export function takeResult(id: string, codeHash: Buffer, browserHash: Buffer): RawBuilder<Result> {
  return sql<Result>`
    DELETE FROM oidc_attempts a
    USING users u
    WHERE a.id = ${id}::uuid
      AND a.result_hash = ${codeHash}
      AND a.browser_hash = ${browserHash}
      AND a.result_expires_at > now()
      AND u.id = a.user_id
    RETURNING
      u.id,
      u.roles,
      u.access_version AS "accessVersion",
      u.sign_in_version AS "signInVersion",
      u.suspended_at IS NOT NULL AS "isSuspended"`;
}
