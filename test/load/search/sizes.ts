import type pg from 'pg';

/** Megabytes of tables and of their indexes. */
export type Sizes = Record<string, { table: number; indexes: number }>;

/** How large the tables are that a search reads. */
export async function sizesOf(client: pg.ClientBase): Promise<Sizes> {
  const { rows } = await client.query<{ name: string; table: string; indexes: string }>(
    `SELECT relname AS name, round(pg_table_size(relid) / 1048576.0, 1) AS "table", round(pg_indexes_size(relid) / 1048576.0, 1) AS indexes
     FROM pg_stat_user_tables
     WHERE relname IN ('property_search', 'properties', 'claims', 'rate_calendars')`,
  );
  return Object.fromEntries(
    rows.map(({ name, table, indexes }) => [name, { table: Number(table), indexes: Number(indexes) }]),
  );
}
