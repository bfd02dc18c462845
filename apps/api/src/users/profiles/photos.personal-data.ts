import type { RawBuilder } from 'kysely';
import { sql } from '#database';
import { holdsPersonalData } from '#personal-data';
import { PHOTO_PIXELS } from './photo-file.js';

/** The files of the photo that somebody shows, as `photoFile()` calls them. */
const filesOf = (userId: string): RawBuilder<{ name: string }> => sql<{ name: string }>`
  SELECT concat('photos/', id, '-', size, '.webp') AS name
  FROM user_photos
  CROSS JOIN unnest(${Object.keys(PHOTO_PIXELS)}::text[]) AS size
  WHERE user_id = ${userId}::uuid
    AND remove_at IS NULL`;

/** The photo that somebody shows. */
export const holdsPhotos = holdsPersonalData({
  about: 'photo',
  untold: { user_photos: 'ids of files: the photo itself is among the files' },
  erased: 'your photo',
  // Rows go with their files, by the sweep of photos. Of those that are being written it comes later, once they are there.
  erases: ({ id, now }) => [
    sql`UPDATE user_photos SET remove_at = ${now} WHERE user_id = ${id}::uuid AND remove_at IS NULL`,
  ],
  files: filesOf,
});
