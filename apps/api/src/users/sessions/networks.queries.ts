import type { RawBuilder } from 'kysely';
import { sql } from '#database';

/** Notes that somebody is rightly in an account from a network; at most once a day, for it happens at every refresh. */
export function noteNetwork(userId: string, network: Buffer): RawBuilder<unknown> {
  return sql`
    INSERT INTO known_networks AS known (user_id, network, last_seen_at)
    VALUES (${userId}, ${network}, now())
    ON CONFLICT (user_id, network) DO UPDATE
    SET last_seen_at = now()
    WHERE known.last_seen_at < now() - interval '1 day'`;
}
