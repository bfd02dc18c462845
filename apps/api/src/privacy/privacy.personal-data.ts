import { sql } from '#database';
import { MINUTE_MS } from '#dates';
import { holdsPersonalData } from '#personal-data';
import { LEASE_MS } from './exports/exports.events.js';
import { fileNames } from './exports/exports.queries.js';
import { removeFiles } from './file-removals.js';

/** Copies of all the rest. One that is being made has its file removed when it is certain that nobody writes it any more. */
export const holdsExports = holdsPersonalData({
  about: 'exports',
  tells: [
    {
      file: 'exports',
      says: 'Copies like this one that you have asked for.',
      tables: ['data_exports'],
      rows: (id) => sql`
        SELECT id, status, created_at AS "createdAt", ready_at AS "readyAt", expires_at AS "expiresAt", bytes
        FROM data_exports
        WHERE user_id = ${id}::uuid`,
    },
  ],
  erased: 'copies of your data that you have asked for',
  erases: ({ id, now }) => [
    removeFiles(sql`SELECT ${fileNames} FROM data_exports WHERE user_id = ${id}::uuid`, now),
    removeFiles(
      sql`SELECT ${fileNames} FROM data_exports WHERE user_id = ${id}::uuid AND status = 'pending'`,
      new Date(now.getTime() + LEASE_MS + MINUTE_MS),
    ),
    sql`DELETE FROM data_exports WHERE user_id = ${id}::uuid`,
  ],
});
