import type { RawBuilder } from 'kysely';
import type { StaffRole } from '#auth';
import { sql } from '#database';
import type { Factor } from '../sessions/session.entity.js';

/** Wrong second factors that one sign-in may come with; whoever wants more begins again, with the password. */
export const MOST_TRIES = 5;

/** A sign-in that waits for its second factor, with the account. */
export interface Challenge {
  userId: string;
  email: string | null;
  roles: StaffRole[];
  accessVersion: number;
  signInVersion: number;
  /** what has been proved so far */
  factors: Factor[];
  /** the account has been used from this network of late */
  knowsNetwork: boolean;
}

/** What a challenge begins as. */
export interface NewChallenge {
  id: string;
  tokenHash: Buffer;
  userId: string;
  accessVersion: number;
  signInVersion: number;
  /** what the account had when its password was compared; null where none was */
  passwordHash: string | null;
  factors: readonly Factor[];
  seconds: number;
}

/** Keeps one; no row when the account has changed meanwhile, or is suspended. */
export function putChallenge(challenge: NewChallenge): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    INSERT INTO sign_in_challenges (id, token_hash, user_id, access_version, factors, expires_at)
    SELECT
      ${challenge.id}, ${challenge.tokenHash}, u.id, u.access_version, ${challenge.factors}::text[],
      now() + make_interval(secs => ${challenge.seconds})
    FROM users u
    WHERE u.id = ${challenge.userId}::uuid
      AND u.access_version = ${challenge.accessVersion}
      AND u.sign_in_version = ${challenge.signInVersion}
      AND (${challenge.passwordHash}::text IS NULL OR u.password_hash = ${challenge.passwordHash})
      AND u.suspended_at IS NULL
    RETURNING id`;
}

/** One that has tries left, of an account that is as it was. @param networks hashes of where the request is from */
export function openChallenge(id: string, tokenHash: Buffer, networks: readonly Buffer[]): RawBuilder<Challenge> {
  return sql<Challenge>`
    SELECT
      u.id AS "userId",
      u.email,
      u.roles,
      u.access_version AS "accessVersion",
      u.sign_in_version AS "signInVersion",
      c.factors,
      EXISTS (
        SELECT
        FROM known_networks known
        WHERE known.user_id = u.id
          AND known.network = ANY(${networks}::bytea[])
      ) AS "knowsNetwork"
    FROM sign_in_challenges c
    JOIN users u ON u.id = c.user_id
    WHERE c.id = ${id}::uuid
      AND c.token_hash = ${tokenHash}
      AND c.tries < ${MOST_TRIES}::integer
      AND c.expires_at > now()
      AND c.access_version = u.access_version
      AND u.suspended_at IS NULL`;
}

/** Counts a try, before it is looked at: of many at once not more pass than there are left. No row when none is. */
export function countTry(id: string): RawBuilder<{ tries: number }> {
  return sql<{ tries: number }>`
    UPDATE sign_in_challenges
    SET tries = tries + 1
    WHERE id = ${id}::uuid
      AND tries < ${MOST_TRIES}::integer
    RETURNING tries`;
}

/** Takes a try back that was not looked at. */
export function takeBackTry(id: string): RawBuilder<unknown> {
  return sql`
    UPDATE sign_in_challenges
    SET tries = tries - 1
    WHERE id = ${id}::uuid
      AND tries > 0`;
}

/** Ends one that has been met; no row when another request has done so, or the account has changed meanwhile. */
export function meetChallenge(id: string): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    DELETE FROM sign_in_challenges
    WHERE id = ${id}::uuid
    RETURNING id`;
}
