import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { Passwords } from '#auth';
import { Clock, newId } from '#clock';
import type { AppConfig } from '#config';
import { importCity } from '../import/import-city.js';
import { progressOn } from '../import/run/progress.js';
import type { DemoAccounts } from './banner.js';

/** Who can sign in to the demonstration city. Known to everyone: never made in production. */
export const demoAccounts: DemoAccounts = {
  host: 'host@roost.example',
  guest: 'guest@roost.example',
  password: 'a-place-to-stay',
};

const CITY = fileURLToPath(new URL('../../../../../data/albany/', import.meta.url));
const SOURCE = 'albany:2024-11-05';

/** Fills a database that has not had it yet with the demonstration city and its two accounts. */
export async function loadDemonstration(config: AppConfig, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: config.database.url });
  // A database that goes away in the middle is told of by whatever is asked next.
  client.on('error', () => undefined);
  await client.connect();
  try {
    if (await isLoaded(client)) return;
    say('Loading the demonstration city: Albany, New York (Inside Airbnb, CC BY 4.0)');
    const rejects = join(config.app.dataDir, 'rejects', 'albany.csv');
    const options = { city: 'Albany', region: 'New York', country: 'US', currency: 'USD', shift: true, rejects };
    await importCity(config.database.url, CITY, { ...options, now: new Clock().now() }, progressOn(process.stderr));
    await openAccounts(client, await new Passwords(config).hash(demoAccounts.password));
  } finally {
    await client.end();
  }
}

/** The accounts come last, so that a start that broke off in between begins again. */
async function isLoaded(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT FROM users WHERE email = $1
     UNION ALL
     SELECT FROM properties WHERE NOT EXISTS (SELECT FROM imports WHERE source = $2)`,
    [demoAccounts.guest, SOURCE],
  );
  return rows.length > 0;
}

/** One of the city's hosts – the one with the most places that can be booked at once – and a guest. */
async function openAccounts(client: pg.Client, passwordHash: string): Promise<void> {
  await client.query(
    `WITH host AS (
       SELECT host_id
       FROM properties
       WHERE status = 'published'
       GROUP BY host_id
       ORDER BY count(*) FILTER (WHERE booking_mode = 'instant') DESC, host_id
       LIMIT 1),
     opened AS (
       UPDATE users
       SET email = $1, password_hash = $3, email_verified_at = now()
       FROM host
       WHERE users.id = host.host_id)
     INSERT INTO users (id, email, email_verified_at, password_hash, first_name, last_name, created_at, updated_at)
     VALUES ($4, $2, now(), $3, 'Gil', 'Guest', $5, $5)
     ON CONFLICT (email) DO NOTHING`,
    [demoAccounts.host, demoAccounts.guest, passwordHash, newId(), new Date()],
  );
}
