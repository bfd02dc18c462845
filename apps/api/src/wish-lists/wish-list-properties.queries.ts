import type { EntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import type { FoundPropertyDto } from '#contracts/search-results.dto.js';
import { firstRow, rows, sql } from '#database';
import { nightCount, type Stay } from '#dates';

/** For whom, when and at which fee the places of a list are priced. */
export interface Terms {
  /** the stay of the list; without one there are no totals */
  stay?: Stay;
  guests: number;
  /** the guest's service fee in basis points */
  feeBasisPoints: number;
  now: Date;
}

/** A place in a list. Of one that is not published now only its id, and what its keeper has noted, is read. */
export interface ListedRow {
  id: string;
  propertyId: string;
  note: string;
  addedAt: Date;
  /** as a search shows it; null unless it is published */
  property: FoundPropertyDto | null;
  currency: string | null;
  /** in minor units */
  nightly: number | null;
  /** null without a stay */
  bookable: boolean | null;
  /** in minor units; null unless it is bookable */
  total: number | null;
}

/** Which places of a list: a page of them, those put in last first, or one. */
export type Which = { beforeId: string | undefined; limit: number } | { propertyId: string };

const found = sql`
  json_build_object(
    'id', p.id,
    'title', p.title,
    'type', p.type,
    'roomType', p.room_type,
    'city', p.city,
    'region', p.region,
    'country', p.country,
    'location', json_build_object('latitude', s.position[1], 'longitude', s.position[0]),
    'capacity', json_build_object(
      'guests', p.guests, 'bedrooms', p.bedrooms, 'beds', p.beds, 'bathrooms', p.bathrooms::float8),
    'amenities', p.amenities,
    'instantBook', s.instant_book,
    'rating', CASE WHEN p.rating_count + p.imported_ratings > 0
                   THEN json_build_object(
                     'average', s.rating / 100.0::float8, 'count', p.rating_count + p.imported_ratings)
                   ELSE json_build_object('count', 0) END)`;

/**
 * Places of a list, with what a search says of them at its stay: by the functions that the search itself asks, so that
 * both say the same.
 */
export function placesOf(listId: string, which: Which, terms: Terms): RawBuilder<ListedRow> {
  return sql<ListedRow>`
    WITH listed AS (
      SELECT id, property_id, note, added_at
      FROM wish_list_places
      WHERE wish_list_id = ${listId}::uuid
        ${'propertyId' in which ? sql`AND property_id = ${which.propertyId}::uuid` : page(which)}
    )
    SELECT listed.id,
           listed.property_id AS "propertyId",
           listed.note,
           listed.added_at AS "addedAt",
           CASE WHEN s.property_id IS NOT NULL THEN ${found} END AS property,
           s.currency,
           ${terms.stay ? pricedColumns(terms.stay) : sql`s.nightly, NULL::boolean AS bookable, NULL::bigint AS total`}
    FROM listed
    LEFT JOIN property_search s ON s.property_id = listed.property_id
    LEFT JOIN properties p ON p.id = s.property_id
    ${terms.stay ? priced(terms.stay, terms) : sql``}
    ORDER BY listed.id DESC`;
}

function page({ beforeId, limit }: { beforeId: string | undefined; limit: number }): RawBuilder<unknown> {
  return sql`
        ${beforeId === undefined ? sql`` : sql`AND id < ${beforeId}::uuid`}
      ORDER BY id DESC
      LIMIT ${limit}`;
}

function pricedColumns(stay: Stay): RawBuilder<unknown> {
  const bookable = sql`(at_dates.free AND COALESCE(is_chargeable(price.total, s.currency), false))`;
  return sql`
           COALESCE(round(price.nights / ${nightCount(stay)}::integer)::bigint, s.nightly) AS nightly,
           ${bookable} AS bookable,
           CASE WHEN ${bookable} THEN price.total END AS total`;
}

/** Only what is free then is priced. */
function priced(stay: Stay, { guests, feeBasisPoints, now }: Terms): RawBuilder<unknown> {
  return sql`
    CROSS JOIN LATERAL (
      SELECT s.guests >= ${guests}::integer
         AND is_bookable(s, ${stay.checkIn}::date, ${stay.checkOut}::date, ${now}::timestamptz) AS free
      OFFSET 0
    ) at_dates
    LEFT JOIN LATERAL (
      SELECT first_date, amounts
      FROM night_prices
      WHERE property_id = s.property_id
      OFFSET 0
    ) own ON true
    LEFT JOIN LATERAL stay_price(s, own.first_date, own.amounts, ${stay.checkIn}::date, ${stay.checkOut}::date,
                                 ${guests}::integer, ${feeBasisPoints}::integer, ${now}::timestamptz) AS price ON at_dates.free`;
}

/** All places of a list, without what is shown: to be counted. */
export function allPlacesOf(listId: string): RawBuilder<unknown> {
  return sql`SELECT FROM wish_list_places WHERE wish_list_id = ${listId}::uuid`;
}

/** Has a person's list be changed by one after the other; how many places it has, and no row if it is not theirs. */
export function lockWishList(tx: EntityManager, userId: string, id: string): Promise<{ places: number } | undefined> {
  return firstRow(
    tx,
    sql<{ places: number }>`
      SELECT places
      FROM wish_lists
      WHERE id = ${id}::uuid
        AND user_id = ${userId}::uuid
      FOR NO KEY UPDATE`,
  );
}

/** Where a place is in a list. */
export interface InList {
  listId: string;
  propertyId: string;
}

/** Writes another note to a place that is in a list, unless none is given; whether it is in it. */
export async function changeNote(
  tx: EntityManager,
  { listId, propertyId }: InList,
  note: string | undefined,
): Promise<boolean> {
  const changed = await firstRow(
    tx,
    sql`
      UPDATE wish_list_places
      SET note = COALESCE(${note ?? null}::text, note)
      WHERE wish_list_id = ${listId}::uuid
        AND property_id = ${propertyId}::uuid
      RETURNING id`,
  );
  return changed !== undefined;
}

/** Puts a place into a list that it is not in; whether it can be found by guests at all. */
export async function insertPlace(
  tx: EntityManager,
  { listId, propertyId }: InList,
  place: { id: string; note: string; addedAt: Date },
): Promise<boolean> {
  const added = await firstRow(
    tx,
    sql`
      INSERT INTO wish_list_places (id, wish_list_id, property_id, note, added_at)
      SELECT ${place.id}::uuid, ${listId}::uuid, property_id, ${place.note}, ${place.addedAt}
      FROM property_search
      WHERE property_id = ${propertyId}::uuid
      RETURNING id`,
  );
  return added !== undefined;
}

/** Takes a place out of a list; whether it was in it. */
export async function deletePlace(tx: EntityManager, { listId, propertyId }: InList): Promise<boolean> {
  const gone = await firstRow(
    tx,
    sql`
      DELETE FROM wish_list_places
      WHERE wish_list_id = ${listId}::uuid
        AND property_id = ${propertyId}::uuid
      RETURNING id`,
  );
  return gone !== undefined;
}

/** Counts a place that was put into a list, or taken out of it. */
export async function countPlace(tx: EntityManager, listId: string, by: 1 | -1): Promise<void> {
  await rows(tx, sql`UPDATE wish_lists SET places = places + ${by}::integer WHERE id = ${listId}::uuid`);
}
