import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import pg from 'pg';

const SNAPSHOT = fileURLToPath(new URL('../../../../../data/gazetteer/cities.tsv.gz', import.meta.url));

/** Whether the gazetteer of a database has anything in it. */
export function isGazetteerLoaded(databaseUrl: string): Promise<boolean> {
  return connected(databaseUrl, async (client) => {
    const { rowCount } = await client.query('SELECT FROM gazetteer_places LIMIT 1');
    return rowCount === 1;
  });
}

/**
 * Puts the snapshot into the gazetteer of a database, in place of all that was there; how many cities that are. Lines of
 * the snapshot: id, name, country, region, latitude, longitude, people, time zone, other names between bars.
 */
export function loadGazetteer(databaseUrl: string): Promise<number> {
  return connected(databaseUrl, load);
}

async function connected<Result>(databaseUrl: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // A database that goes away in the middle is told of by whatever is asked next.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function load(client: pg.Client): Promise<number> {
  const text = (await promisify(gunzip)(await readFile(SNAPSHOT))).toString('utf8');
  const cities = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  const column = (index: number): string[] => cities.map((fields) => fields[index] ?? '');
  await client.query('BEGIN');
  try {
    // Two that load at the same time come one after the other.
    await client.query('LOCK TABLE gazetteer_places IN SHARE ROW EXCLUSIVE MODE');
    await client.query('DELETE FROM gazetteer_places');
    await client.query(
      `INSERT INTO gazetteer_places
         (id, name, folded_name, country, region, folded_region, latitude, longitude, population, time_zone)
       SELECT id, name, fold_place(name), country, region, fold_place(region), latitude, longitude, population, time_zone
       FROM unnest($1::integer[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::integer[], $8::text[])
         AS city (id, name, country, region, latitude, longitude, population, time_zone)`,
      [0, 1, 2, 3, 4, 5, 6, 7].map(column),
    );
    await client.query(
      `INSERT INTO gazetteer_names (place_id, name)
       SELECT id, name
       FROM (
         SELECT id, fold_place(other) AS name
         FROM unnest($1::integer[], $2::text[]) AS city (id, others), string_to_table(others, '|') AS other
         UNION
         SELECT id, folded_name
         FROM gazetteer_places
       ) names
       WHERE name <> ''`,
      [column(0), column(8)],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
  await client.query('ANALYZE gazetteer_places, gazetteer_names');
  return cities.length;
}
