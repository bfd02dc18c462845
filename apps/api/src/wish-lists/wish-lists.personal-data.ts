import { sql } from '#database';
import { holdsPersonalData } from '#personal-data';

/** Places that somebody keeps for later. */
export const holdsWishLists = holdsPersonalData({
  about: 'wish-lists',
  tells: [
    {
      file: 'wish-lists',
      says: 'Your lists of places.',
      tables: ['wish_lists'],
      rows: (id) => sql`
        SELECT id, name, check_in AS "checkIn", check_out AS "checkOut", guests, places, link_hash IS NOT NULL AS shared,
          created_at AS "createdAt", updated_at AS "updatedAt"
        FROM wish_lists
        WHERE user_id = ${id}::uuid`,
    },
    {
      file: 'wish-list-properties',
      says: 'The places in your lists, and what you have noted of them.',
      tables: ['wish_list_places'],
      rows: (id) => sql`
        SELECT p.id, p.wish_list_id AS "wishListId", p.property_id AS "propertyId", p.note, p.added_at AS "addedAt"
        FROM wish_lists l
        JOIN wish_list_places p ON p.wish_list_id = l.id
        WHERE l.user_id = ${id}::uuid`,
    },
  ],
  erased: 'your lists of places',
  // Their places go with them.
  erases: ({ id }) => [sql`DELETE FROM wish_lists WHERE user_id = ${id}::uuid`],
});
