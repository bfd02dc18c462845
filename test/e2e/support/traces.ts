import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestApp } from '#testing';

/** What of a table is not looked at, as it stays for a reason. */
export type Exceptions = Record<string, readonly string[]>;

interface Table {
  name: string;
}

/**
 * Where words are found in the database: `table word`, for each row of each table as text, with what bytes are spelled as.
 * No table is left out, whatever is added to the schema.
 */
export async function tracesIn(app: TestApp, words: readonly string[], exceptions: Exceptions = {}): Promise<string[]> {
  const tables = await app.sql<Table>(`
    SELECT relname AS name
    FROM pg_class
    WHERE relkind IN ('r', 'm') AND relnamespace = 'public'::regnamespace
    ORDER BY 1`);
  const found = await Promise.all(tables.map(({ name }) => tracesInTable(app, name, words, exceptions[name] ?? [])));
  return found.flat();
}

async function tracesInTable(
  app: TestApp,
  table: string,
  words: readonly string[],
  except: readonly string[],
): Promise<string[]> {
  const rows = await app.sql<{ word: string; columns: string[] }>(
    `SELECT word, array_agg(DISTINCT field.key) AS columns
     FROM "${table}" t
     CROSS JOIN LATERAL jsonb_each_text(to_jsonb(t) - $2::text[]) AS field
     JOIN unnest($1::text[]) AS word
       ON strpos(lower(field.value), lower(word)) > 0
       OR strpos(field.value, encode(convert_to(word, 'UTF8'), 'hex')) > 0
     GROUP BY word`,
    [words, except],
  );
  return rows.map(({ word, columns }) => `${table}.${columns.join('+')} has ${word}`);
}

/** The files in the application's storage, and which words are in their names or in what they hold. */
export async function tracesInStorage(app: TestApp, words: readonly string[]): Promise<string[]> {
  const folder = join(app.dataDir, 'storage');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(
    files.map(async (file) => {
      const text = `${file}\n${(await readFile(file)).toString('latin1')}`.toLowerCase();
      return words.filter((word) => text.includes(word.toLowerCase())).map((word) => `${file} has ${word}`);
    }),
  );
  return found.flat();
}

/** The files of a folder in the storage. */
export async function storedIn(app: TestApp, folder: string): Promise<string[]> {
  return readdir(join(app.dataDir, 'storage', folder)).catch(() => []);
}
