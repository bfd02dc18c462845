import { sql } from '#database';
import { holdsPersonalData } from '#personal-data';

/** What hosts have noted at nights that they do not let. */
export const holdsBlocks = holdsPersonalData({
  about: 'calendars',
  tells: [
    {
      file: 'blocked-nights',
      says: 'Nights of your places that are off the calendar, and what you have noted about them.',
      tables: ['claims'],
      rows: (id) => sql`
        SELECT c.id, c.property_id AS "propertyId", lower(c.stay) AS "from", upper(c.stay) AS "to", c.kind, c.note,
          c.created_at AS "createdAt"
        FROM properties p
        JOIN claims c ON c.property_id = p.id
        WHERE p.host_id = ${id}::uuid
          AND c.kind <> 'booking'`,
    },
  ],
  erased: 'what you have noted in your calendars',
  erases: ({ id }) => [
    sql`
      UPDATE claims
      SET note = ''
      WHERE property_id IN (SELECT p.id FROM properties p WHERE p.host_id = ${id}::uuid)
        AND note <> ''`,
  ],
});
