import type { RawBuilder } from 'kysely';
import { sql } from '#database';
import { holdsPersonalData, type ErasedPerson, type ToldRow } from '#personal-data';
import { placeColumns, priceColumns, ruleColumns } from './property-columns.js';

const placesOf = (id: string): RawBuilder<ToldRow> => sql<ToldRow>`
  SELECT
    p.id,
    ${placeColumns},
    ${priceColumns},
    ${ruleColumns},
    p.external_ref AS "externalRef",
    p.version,
    p.created_at AS "createdAt",
    p.updated_at AS "updatedAt",
    p.published_at AS "publishedAt"
  FROM properties p
  WHERE p.host_id = ${id}::uuid`;

/** Of the others only their first names: who they are is theirs to say. */
const coHostingOf = (id: string): RawBuilder<ToldRow> => sql<ToldRow>`
  SELECT
    g.id,
    CASE WHEN g.host_id = ${id}::uuid THEN 'host' ELSE 'holder' END AS side,
    g.property_id AS "propertyId",
    CASE WHEN g.host_id = ${id}::uuid THEN holder.first_name ELSE host.first_name END AS "otherFirstName",
    g.organisation_id AS "organisationId",
    g.permissions,
    g.granted_at AS "grantedAt",
    g.ended_at AS "endedAt"
  FROM access_grants g
  JOIN users host ON host.id = g.host_id
  LEFT JOIN users holder ON holder.id = g.user_id
  WHERE g.host_id = ${id}::uuid
    OR g.user_id = ${id}::uuid`;

/** An address that they have invited is another's; those that came to theirs are told whole. */
const invitationsOf = (id: string): RawBuilder<ToldRow> => sql<ToldRow>`
  SELECT
    i.id,
    CASE WHEN i.host_id = ${id}::uuid THEN 'sent' ELSE 'received' END AS direction,
    i.property_id AS "propertyId",
    i.permissions,
    i.created_at AS "createdAt",
    i.expires_at AS "expiresAt",
    i.outcome
  FROM co_host_invitations i
  WHERE i.host_id = ${id}::uuid
    OR i.accepted_by = ${id}::uuid
    OR i.email = (SELECT email FROM users WHERE id = ${id}::uuid AND email_verified_at IS NOT NULL)`;

/**
 * A place of nobody. Where it has been booked, the town stays: guests' own histories, and taxes, are about it. To a tenth of
 * a degree, some ten kilometres, a position says no more than the town does.
 */
const withoutHost = ({ id, now }: ErasedPerson): RawBuilder<unknown> => sql`
  WITH mine AS (
    SELECT p.id, EXISTS (SELECT FROM bookings b WHERE b.property_id = p.id) AS "wasBooked"
    FROM properties p
    WHERE p.host_id = ${id}::uuid
  )
  UPDATE properties p
  SET status = 'archived',
      title = 'A place that is gone',
      description = '',
      address_line1 = '',
      postal_code = '',
      city = CASE WHEN "wasBooked" THEN p.city ELSE '' END,
      region = CASE WHEN "wasBooked" THEN p.region ELSE '' END,
      latitude = CASE WHEN "wasBooked" THEN round(p.latitude::numeric, 1) ELSE 0 END,
      longitude = CASE WHEN "wasBooked" THEN round(p.longitude::numeric, 1) ELSE 0 END,
      external_ref = NULL,
      updated_at = ${now},
      version = p.version + 1
  FROM mine
  WHERE p.id = mine.id`;

/** What people let, and whom they have let in. */
export const holdsPlaces = holdsPersonalData({
  about: 'places',
  tells: [
    { file: 'properties', says: 'The places that you let.', tables: ['properties'], rows: placesOf },
    {
      file: 'night-prices',
      says: 'Prices of single nights of your places, from a first date on; null where the usual price counts.',
      tables: ['rate_calendars'],
      rows: (id) => sql`
        SELECT r.property_id AS id, r.first_date AS "firstDate", r.amounts, p.currency
        FROM properties p
        JOIN rate_calendars r ON r.property_id = p.id
        WHERE p.host_id = ${id}::uuid`,
    },
    {
      file: 'seasons',
      says: 'The seasons of your places, and what nights cost in them.',
      tables: ['seasons'],
      rows: (id) => sql`
        SELECT s.id, s.property_id AS "propertyId", s.name, lower(s.dates) AS "from", upper(s.dates) AS "to", s.nightly,
          s.weekend_nightly AS "weekendNightly", p.currency
        FROM properties p
        JOIN seasons s ON s.property_id = p.id
        WHERE p.host_id = ${id}::uuid`,
    },
    {
      file: 'access-grants',
      says: 'Whom you have let in at your places, and who has let you in at theirs.',
      tables: ['access_grants'],
      rows: coHostingOf,
    },
    {
      file: 'co-host-invitations',
      says: 'Invitations to be a co-host that you have sent or were sent.',
      tables: ['co_host_invitations'],
      rows: invitationsOf,
    },
  ],
  untold: {
    property_search: 'a copy of what your places say, for searching',
    night_prices: 'a copy of what your seasons and prices of single nights say, for searching',
  },
  erased:
    'the titles, texts, addresses and seasons of your places, which are archived, and what you and your co-hosts could do for each other',
  kept: [
    {
      what: 'the towns of your places that were booked',
      why: 'guests’ bookings, and the taxes on them, are of a stay there',
    },
  ],
  // As whoever changes a place does: its calendar first, so that no booking can come in between.
  locks: (id) => [
    sql`
      SELECT
      FROM calendars
      WHERE property_id IN (SELECT p.id FROM properties p WHERE p.host_id = ${id}::uuid)
      ORDER BY property_id
      FOR UPDATE`,
    sql`SELECT FROM properties WHERE host_id = ${id}::uuid ORDER BY id FOR NO KEY UPDATE`,
  ],
  erases: (person) => [
    withoutHost(person),
    sql`
      DELETE FROM seasons s
      USING properties p
      WHERE p.id = s.property_id
        AND p.host_id = ${person.id}::uuid`,
    sql`
      UPDATE access_grants
      SET ended_at = now(), version = version + 1
      WHERE (host_id = ${person.id}::uuid OR user_id = ${person.id}::uuid)
        AND ended_at IS NULL`,
    sql`
      DELETE FROM co_host_invitations
      WHERE host_id = ${person.id}::uuid
        OR accepted_by = ${person.id}::uuid
        OR email = ${person.confirmedEmail}::citext`,
  ],
});
