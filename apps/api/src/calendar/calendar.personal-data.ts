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
    {
      file: 'date-rules',
      says: 'Rules that you have set for single dates at your places.',
      tables: ['date_rules'],
      rows: (id) => sql`
        SELECT d.property_id::text || ' ' || d.date AS id, d.property_id AS "propertyId", d.date, d.min_nights AS "minNights",
          d.max_nights AS "maxNights", d.closed_to_arrival AS "closedToArrival",
          d.closed_to_departure AS "closedToDeparture"
        FROM properties p
        JOIN date_rules d ON d.property_id = p.id
        WHERE p.host_id = ${id}::uuid`,
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
