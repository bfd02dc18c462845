import pg from 'pg';
import { StartupError } from '#config';
import type { City } from '../reading/city.js';

const LOCK_PATIENCE_MS = 60_000;

/** One connection for what is in order, and two writers: what two cores can do beside the parser. */
export async function connect(url: string): Promise<[pg.Client, pg.Client, pg.Client]> {
  const open = async (): Promise<pg.Client> => {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'roost-import',
      lock_timeout: LOCK_PATIENCE_MS,
      options: '-c timezone=UTC -c jit=off',
    });
    // A lost connection fails the statement under way, or the next one.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  return Promise.all([open(), open(), open()]);
}

/** Two imports of one city at once would undo each other's claims. */
export async function takeTurn(client: pg.Client, city: City): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken',
    [`import ${city.slug}`],
  );
  if (!rows[0]?.taken) throw new StartupError(`${city.name} is being imported by another process`);
}
