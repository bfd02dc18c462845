import { Injectable } from '@nestjs/common';
import type { RawBuilder } from 'kysely';
import type { PropertyType, RoomType } from '#contracts/properties/types.js';
import { Database, sql } from '#database';
import { nightCount } from '#dates';
import { countRows } from '#http';
import { boxesAround, type Box } from './geography.js';
import type { SearchTerms } from './search-terms.js';

/** What does not come from the person who searches. */
export interface SearchMoment {
  /** the guest's service fee in basis points */
  feeBasisPoints: number;
  now: Date;
}

/** Where a page begins: after the row with this sort key and id. */
export type PlaceInOrder = [key: number, id: string];

export interface FoundRow {
  id: string;
  key: number;
  title: string;
  type: PropertyType;
  roomType: RoomType;
  city: string;
  region: string;
  country: string;
  longitude: number;
  latitude: number;
  guests: number;
  bedrooms: number;
  beds: number;
  bathrooms: number;
  amenities: string[];
  instantBook: boolean;
  rating: number;
  ratings: number;
  currency: string;
  nightly: number;
  total: number | null;
  /** whether a card can pay the total; true without dates. Judged of the page's rows alone: each price costs 14 µs */
  payable: boolean;
  distanceKm: number | null;
}

type Fragment = RawBuilder<unknown>;

/** Published places, found in `property_search`: which ones, in which order, at which price. */
@Injectable()
export class SearchQueries {
  constructor(private readonly database: Database) {}

  /**
   * The best rows of a search after a place in its order. The inner statement finds ids and is all that costs with the
   * number of places: it prices stays only when the price filters or sorts. The outer one tells of the page's rows alone.
   */
  async page(
    terms: SearchTerms,
    moment: SearchMoment,
    after: PlaceInOrder | undefined,
    limit: number,
  ): Promise<FoundRow[]> {
    const { key, descending } = sortOf(terms);
    const direction = descending ? sql`DESC` : sql`ASC`;
    return this.database.rows(sql<FoundRow>`
      WITH found AS (
        SELECT s.property_id, ${key} AS key
        ${candidates(terms, moment)}
          AND ${after ? afterPlace(key, descending, after) : sql`true`}
        ORDER BY ${key} ${direction}, s.property_id
        LIMIT ${limit}
      )
      SELECT found.property_id AS id,
             found.key::float8,
             p.title,
             p.type,
             p.room_type AS "roomType",
             p.city,
             p.region,
             p.country,
             s.position[0] AS longitude,
             s.position[1] AS latitude,
             p.guests,
             p.bedrooms,
             p.beds,
             p.bathrooms::float8,
             p.amenities,
             s.instant_book AS "instantBook",
             s.rating,
             p.rating_count + p.imported_ratings AS ratings,
             p.currency,
             ${shownPrices(terms)},
             ${distance(terms)} AS "distanceKm"
      FROM found
      JOIN property_search s ON s.property_id = found.property_id
      JOIN properties p ON p.id = found.property_id
      ${terms.stay ? priced(terms, moment) : sql``}
      ORDER BY found.key ${direction}, found.property_id`);
  }

  /** How many there are, counted to one more than 1,000. */
  async count(terms: SearchTerms, moment: SearchMoment): Promise<number> {
    const row = await this.database.firstRow(
      countRows(sql`
      SELECT
      ${candidates(terms, moment)}`),
    );
    return row?.number ?? 0;
  }
}

/** FROM and WHERE of what was asked for. */
function candidates(terms: SearchTerms, moment: SearchMoment): Fragment {
  return sql`
    FROM property_search s
    ${needsTotal(terms) ? priced(terms, moment) : sql``}
    WHERE ${sql.join(conditions(terms, moment), sql` AND `)}`;
}

function conditions(terms: SearchTerms, { now }: SearchMoment): Fragment[] {
  const { boxes, circle, place = [], stay, guests, currency, amenities, types, instantBook } = terms;
  return [
    sql`s.guests >= ${guests}`,
    ...(boxes ? [insideAny(boxes)] : []),
    ...(circle ? [insideAny(boxesAround(circle)), sql`${distance(terms)} <= ${circle.radiusKm}`] : []),
    ...place.map((names) => sql`s.places && ARRAY[${sql.join(names.map(folded))}]`),
    ...(stay ? [sql`is_bookable(s, ${stay.checkIn}::date, ${stay.checkOut}::date, ${now}::timestamptz)`] : []),
    ...(amenities.length > 0
      ? [sql`s.amenities & (SELECT amenity_set(${amenities}::text[])) = (SELECT amenity_set(${amenities}::text[]))`]
      : []),
    ...(types.length > 0 ? [sql`s.type = ANY (${types}::text[])`] : []),
    ...(instantBook === undefined ? [] : [sql`s.instant_book = ${instantBook}`]),
    ...(currency === undefined ? [] : [sql`s.currency = ${currency}`]),
    ...priceConditions(terms),
  ];
}

/** Folded while the statement is planned: by how many places have that name, the planner decides how to go. */
function folded(name: string): Fragment {
  return sql`fold_place(${name}::text)`;
}

/** Whether the total of the stay decides what is found, or in which order. */
function needsTotal({ stay, sort, priceMin, priceMax }: SearchTerms): boolean {
  return (
    stay !== undefined && (sort === 'price' || sort === '-price' || priceMin !== undefined || priceMax !== undefined)
  );
}

/** What the price filters and sorts by: the total of the stay, or a night's price without dates. */
function price({ stay }: SearchTerms): Fragment {
  return stay ? sql`price.total` : sql`s.nightly`;
}

function priceConditions(terms: SearchTerms): Fragment[] {
  const { priceMin, priceMax } = terms;
  return [
    ...(priceMin === undefined ? [] : [sql`${price(terms)} >= ${priceMin}::bigint`]),
    ...(priceMax === undefined ? [] : [sql`${price(terms)} <= ${priceMax}::bigint`]),
    // What no card can pay for cannot be booked; a total beyond what is exact is null, and neither said nor compared.
    ...(needsTotal(terms) ? [sql`is_chargeable(price.total, s.currency)`] : []),
  ];
}

/**
 * The price of the stay, beside the search row. OFFSET 0 keeps the prices of single nights a look-up for each row: they
 * are long, and only those of the rows that are looked at are read.
 */
function priced({ stay, guests }: SearchTerms, { feeBasisPoints, now }: SearchMoment): Fragment {
  return sql`
    LEFT JOIN LATERAL (
      SELECT first_date, amounts
      FROM night_prices
      WHERE property_id = s.property_id
      OFFSET 0
    ) own ON true
    CROSS JOIN LATERAL stay_price(s, own.first_date, own.amounts, ${stay?.checkIn}::date, ${stay?.checkOut}::date,
                                  ${guests}::integer, ${feeBasisPoints}::integer, ${now}::timestamptz) AS price`;
}

function shownPrices({ stay }: SearchTerms): Fragment {
  if (!stay) return sql`s.nightly, NULL::bigint AS total, true AS payable`;
  return sql`round(price.nights / ${nightCount(stay)}::integer)::bigint AS nightly, price.total,
             coalesce(is_chargeable(price.total, s.currency), false) AS payable`;
}

function insideAny(boxes: Box[]): Fragment {
  const inside = boxes.map(
    ({ west, south, east, north }) =>
      sql`s.position <@ box(point(${east}::float8, ${north}::float8), point(${west}::float8, ${south}::float8))`,
  );
  return sql`(${sql.join(inside, sql` OR `)})`;
}

function distance({ circle }: SearchTerms): Fragment {
  if (!circle) return sql`NULL::float8`;
  return sql`distance_km(s.position, point(${circle.longitude}::float8, ${circle.latitude}::float8))`;
}

interface Sort {
  key: Fragment;
  descending: boolean;
}

/** The order of a search: by key, then by id. */
function sortOf(terms: SearchTerms): Sort {
  const sorts: Record<SearchTerms['sort'], Sort> = {
    rank: { key: sql`s.rank`, descending: true },
    rating: { key: sql`s.rating`, descending: true },
    price: { key: price(terms), descending: false },
    '-price': { key: price(terms), descending: true },
    distance: { key: distance(terms), descending: false },
  };
  return sorts[terms.sort];
}

/** Both comparisons, so that an index on (key, id) is entered at the key. */
function afterPlace(key: Fragment, descending: boolean, [last, id]: PlaceInOrder): Fragment {
  return descending
    ? sql`${key} <= ${last} AND (${key} < ${last} OR s.property_id > ${id}::uuid)`
    : sql`${key} >= ${last} AND (${key} > ${last} OR s.property_id > ${id}::uuid)`;
}
