import { waitFor, type TestApp } from '#testing';

/** What moves by itself, while nobody does anything: deliveries, letters, news that are under way, and looks at searches. */
const RESTLESS = ['event_deliveries', 'mails', 'stripe_events', 'payments', 'sandbox_clock', 'saved_searches'];

/** A column of the database. */
export interface Column {
  table: string;
  name: string;
  type: string;
}

/** Every column of every table. */
export function columnsOf(app: TestApp): Promise<Column[]> {
  return app.sql<{ table: string; name: string; type: string }>(`
    SELECT c.table_name AS table, c.column_name AS name, c.data_type AS type
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
    ORDER BY 1, 2`);
}

/**
 * A fingerprint of each table, by its name: two that differ tell in which something was written.
 * @param besides tables in which the request itself leaves its mark
 */
export async function databaseState(app: TestApp, besides: readonly string[] = []): Promise<Record<string, string>> {
  await settled(app);
  const tables = [...new Set((await columnsOf(app)).map(({ table }) => table))];
  const watched = tables.filter((table) => !RESTLESS.includes(table) && !besides.includes(table));
  const prints = watched.map(
    (table) =>
      `SELECT '${table}' AS table, md5(coalesce(string_agg(row::text, chr(10) ORDER BY row::text), '')) AS print FROM ${table} row`,
  );
  const rows = await app.sql<{ table: string; print: string }>(prints.join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ table, print }) => [table, print]));
}

/** The tables in which two states differ. */
export function changedTables(before: Record<string, string>, after: Record<string, string>): string[] {
  return Object.keys(before).filter((table) => before[table] !== after[table]);
}

/** Resolves once all facts have been delivered, as those about what a test has set up. */
function settled(app: TestApp): Promise<boolean> {
  return waitFor('all deliveries', async () => {
    const [row] = await app.sql<{ due: string }>(
      'SELECT count(*) AS due FROM event_deliveries WHERE due_at IS NOT NULL',
    );
    return row?.due === '0' ? true : undefined;
  });
}
