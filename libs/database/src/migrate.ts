import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { MigrationObject } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';

/** Where the SQL lies: beside `dist`, at the root of the project. */
const FOLDER = new URL('../../../../migrations/', import.meta.url);

/** The migrations, in order: each a plain SQL file that never changes once it has landed. */
export async function sqlMigrations(): Promise<MigrationObject[]> {
  const names = (await readdir(fileURLToPath(FOLDER))).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(names.map(async (name) => migrationOf(name, await readFile(new URL(name, FOLDER), 'utf8'))));
}

function migrationOf(file: string, statements: string): MigrationObject {
  return {
    name: file.replace(/\.sql$/, ''),
    class: class extends Migration {
      override up(): void {
        this.addSql(statements);
      }
    },
  };
}
