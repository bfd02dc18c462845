import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { StartupError } from '#config';
import type { FileRule } from './file-rule.js';
import { overlaps, readTaxFile } from './tax-file.js';

/** The examples that ship: see docs/taxes.md. */
export const SHIPPED_TAXES = fileURLToPath(new URL('../../../../../data/taxes', import.meta.url));

/** What has come of loading files. */
export interface LoadedTaxes {
  files: number;
  rules: number;
  /** how many versions were not there, or were others */
  changed: number;
}

/**
 * Loads files of taxes, or folders of them, into a database: all of them, or where one is wrong nothing. For each code, what
 * the database has from the first version in the files on becomes what they say, and what was in force before ends there.
 * Loading the same again changes nothing; rules without a code, and of other codes, stay as they are.
 * @throws StartupError naming each wrong file with its faults
 */
export async function loadTaxes(url: string, paths: readonly string[]): Promise<LoadedTaxes> {
  const files = (await Promise.all(paths.map(filesAt))).flat();
  if (files.length === 0) throw new StartupError(`There are no files of taxes in ${paths.join(', ')}`);
  const rules = await rulesIn(files);
  const client = new pg.Client({ connectionString: url });
  // A database that goes away in the middle is told of by the statement under way.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return { files: files.length, rules: rules.length, changed: await writeRules(client, rules) };
  } finally {
    await client.end();
  }
}

async function filesAt(path: string): Promise<string[]> {
  const found = await stat(path).catch((error: unknown) => unreadable(path, error));
  if (!found.isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => extname(name) === '.json')
    .toSorted()
    .map((name) => join(path, name));
}

async function rulesIn(files: readonly string[]): Promise<FileRule[]> {
  const read = await Promise.all(
    files.map(async (path) => {
      const text = await readFile(path, 'utf8').catch((error: unknown) => unreadable(path, error));
      const { rules, wrong } = readTaxFile(text);
      return { rules, wrong: wrong.map((fault) => `${basename(path)}: ${fault}`) };
    }),
  );
  const rules = read.flatMap((file) => file.rules);
  const wrong = read.flatMap((file) => file.wrong);
  const faults = wrong.length > 0 ? wrong : overlaps(rules);
  if (faults.length > 0) throw new StartupError(`No taxes were loaded: ${faults.join('; ')}`);
  return rules;
}

function unreadable(path: string, error: unknown): never {
  throw new StartupError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
}

/** One transaction, so that it is all or nothing, in steps that never have two versions on the same night. */
async function writeRules(client: pg.Client, rules: readonly FileRule[]): Promise<number> {
  const given = JSON.stringify(rules.map(rowOf));
  await client.query('BEGIN');
  await client.query(
    `DELETE FROM tax_rules t
     USING (SELECT code, min(COALESCE(in_force_from, '-infinity')) AS first
            FROM jsonb_populate_recordset(NULL::tax_rules, $1) GROUP BY code) given
     WHERE t.code = given.code
       AND COALESCE(t.in_force_from, '-infinity') >= given.first
       AND NOT EXISTS (SELECT FROM jsonb_populate_recordset(NULL::tax_rules, $1) g
                       WHERE g.code = t.code AND to_jsonb(g) - 'id' = to_jsonb(t) - 'id')`,
    [given],
  );
  const ended = await client.query(
    `UPDATE tax_rules t
     SET in_force_until = given.first
     FROM (SELECT code, min(in_force_from) AS first
           FROM jsonb_populate_recordset(NULL::tax_rules, $1)
           GROUP BY code HAVING count(*) = count(in_force_from)) given
     WHERE t.code = given.code
       AND COALESCE(t.in_force_from, '-infinity') < given.first
       AND COALESCE(t.in_force_until, 'infinity') > given.first`,
    [given],
  );
  const added = await client.query(
    `INSERT INTO tax_rules
     SELECT (jsonb_populate_record(NULL::tax_rules, to_jsonb(g) || jsonb_build_object('id', gen_random_uuid()))).*
     FROM jsonb_populate_recordset(NULL::tax_rules, $1) g
     WHERE NOT EXISTS (SELECT FROM tax_rules t WHERE t.code = g.code AND to_jsonb(g) - 'id' = to_jsonb(t) - 'id')`,
    [given],
  );
  await client.query('COMMIT');
  return (ended.rowCount ?? 0) + (added.rowCount ?? 0);
}

/** By the names of the columns. The source stays in the file. */
function rowOf({ source: _source, ...rule }: FileRule): Record<string, unknown> {
  const entries = Object.entries({ firstNight: 1, ...rule });
  return Object.fromEntries(
    entries.map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
  );
}
