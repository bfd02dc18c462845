import type { RawBuilder } from 'kysely';
import { sql } from '#database';

/** Whose failures are counted together. */
export interface FailuresOf {
  email: string;
  /** where it comes from, when the account has signed in from there before */
  network?: string;
  /** what was wrong: the password, or the second factor, when the password had been right */
  step?: 'second_factor';
}

/** `lower` as citext does it: every spelling that finds the same account has the same bucket. */
const bucketOf = ({ email, network = '', step }: FailuresOf): RawBuilder<Buffer> =>
  sql<Buffer>`sha256(convert_to(lower(${email}::text) || ${[' ', network, ...(step ? [' ', step] : [])].join('')}, 'UTF8'))`;

/** NULL for no delay: also who asked a moment before the failure, and waited for it, is let in. */
const delayAfter = (failures: RawBuilder<unknown>, delays: readonly number[]): RawBuilder<unknown> =>
  sql`make_interval(secs => nullif((${delays}::integer[])[least(${failures}, ${delays.length}::integer)], 0))`;

/**
 * Counts a failure, unless there is a delay; no row when there is. One statement, so that of many who come at once each
 * waits for the one before, and sees its count. Time is the database's: processes may differ about it.
 */
export function countFailure(of: FailuresOf, delays: readonly number[]): RawBuilder<{ failures: number }> {
  return sql<{ failures: number }>`
    INSERT INTO login_failures AS f (bucket, failures, failed_at, blocked_until)
    VALUES (${bucketOf(of)}, 1, now(), now() + ${delayAfter(sql`1`, delays)})
    ON CONFLICT (bucket) DO UPDATE
    SET failures = f.failures + 1,
        failed_at = now(),
        blocked_until = now() + ${delayAfter(sql`f.failures + 1`, delays)}
    WHERE f.blocked_until IS NULL
      OR f.blocked_until <= now()
    RETURNING failures`;
}

/** For how long no login is tried, in seconds. */
export function delayOf(of: FailuresOf): RawBuilder<{ seconds: number }> {
  return sql<{ seconds: number }>`
    SELECT greatest(1, ceil(extract(epoch FROM blocked_until - now())))::integer AS seconds
    FROM login_failures
    WHERE bucket = ${bucketOf(of)}`;
}

/** Takes a failure back that was none; the delay that came of it with it. */
export function takeBackFailure(of: FailuresOf, failures: number): RawBuilder<unknown> {
  return sql`
    UPDATE login_failures
    SET failures = failures - 1,
        blocked_until = CASE WHEN failures = ${failures} THEN NULL ELSE blocked_until END
    WHERE bucket = ${bucketOf(of)}
      AND failures > 0`;
}

/** Forgets the failures of a bucket. */
export function forgetFailures(of: FailuresOf): RawBuilder<unknown> {
  return sql`
    DELETE FROM login_failures
    WHERE bucket = ${bucketOf(of)}`;
}
