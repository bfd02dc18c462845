import type { RawBuilder } from 'kysely';
import { sql } from '#database';
import type { Access, AccessEnd } from './ended-access.js';

/** All access that has ended in the last `seconds`, by the database's clock; the earliest first. */
export function lately(seconds: number): RawBuilder<AccessEnd> {
  return sql<AccessEnd>`
    SELECT subject, number::float8 AS number, least_version AS "leastVersion"
    FROM ended_access
    WHERE ended_at > now() - make_interval(secs => ${seconds})
    ORDER BY ended_at`;
}

/** What has ended of the session and the user of one token. */
export function endsOf({ id, sessionId }: Access): RawBuilder<AccessEnd> {
  return sql<AccessEnd>`
    SELECT subject, number::float8 AS number, least_version AS "leastVersion"
    FROM ended_access
    WHERE subject = ANY(${[id, sessionId]}::uuid[])`;
}
