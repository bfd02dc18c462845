import { sql } from '#database';
import { holdsPersonalData } from '#personal-data';

/**
 * What guests have said. A rating says nothing of who gave it, and goes on to count; a text may say anything, also who wrote
 * it, and nobody can look through them all: it goes.
 */
export const holdsReviews = holdsPersonalData({
  about: 'reviews',
  tells: [
    {
      file: 'reviews',
      says: 'Reviews that you have written.',
      tables: ['reviews'],
      rows: (id) => sql`
        SELECT id, property_id AS "propertyId", booking_id AS "bookingId", author_name AS "authorName", rating, comment,
          created_at AS "createdAt"
        FROM reviews
        WHERE author_id = ${id}::uuid`,
    },
  ],
  erased: 'the texts of your reviews, and your name beside them',
  kept: [
    {
      what: 'the ratings of your reviews',
      why: 'a place’s rating is the mean of all of them, and they say nothing of you',
    },
  ],
  erases: ({ id }) => [
    sql`
      UPDATE reviews
      SET author_name = 'Former guest', comment = ''
      WHERE author_id = ${id}::uuid`,
  ],
});
