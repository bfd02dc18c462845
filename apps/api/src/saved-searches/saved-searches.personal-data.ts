import { sql } from '#database';
import { holdsPersonalData } from '#personal-data';

/** Searches that somebody keeps. */
export const holdsSavedSearches = holdsPersonalData({
  about: 'saved-searches',
  tells: [
    {
      file: 'saved-searches',
      says: 'Searches that you keep, and how often you are told of what they find.',
      tables: ['saved_searches'],
      rows: (id) => sql`
        SELECT id, name, search, alerts, known AS "knownPropertyIds", told_at AS "toldAt", created_at AS "createdAt",
          updated_at AS "updatedAt"
        FROM saved_searches
        WHERE user_id = ${id}::uuid`,
    },
  ],
  erased: 'searches that you keep',
  erases: ({ id }) => [sql`DELETE FROM saved_searches WHERE user_id = ${id}::uuid`],
});
