import type pg from 'pg';

/** Longer than it takes for whoever holds a connection to hear that it broke, and to give it back by themselves. */
const PATIENCE_MS = 500;

/**
 * Sees to it that a connection that broke goes back to its pool. Kysely gives back the connection of a transaction only
 * when its ROLLBACK went through, which never happens on a broken one: each would cost the pool a place for good.
 */
export function takeBackBrokenConnections(pool: pg.Pool): void {
  const held = new Set<pg.PoolClient>();
  pool.on('acquire', (client) => held.add(client));
  pool.on('release', (_error, client) => held.delete(client));
  pool.on('connect', (client) => {
    client.once('end', () => {
      if (!held.has(client)) return;
      setTimeout(() => {
        if (held.has(client)) client.release(true);
      }, PATIENCE_MS).unref();
    });
  });
}
