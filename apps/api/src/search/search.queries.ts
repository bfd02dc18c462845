import { Injectable } from '@nestjs/common';
import type { RawBuilder } from 'kysely';
import type { PropertyType, RoomType } from '#contracts/properties/types.js';
import { Database, sql } from '#database';
import { nightCount, type LocalDate, type Stay } from '#dates';
import { countRows, COUNTED_TO } from '#http';
import { boxesAround, type Box } from './geography.js';
import type { PlaceInOrder, SearchMoment, SearchTerms } from './search-terms.js';
import { askedOf, beginningOf, MOST_WALKED, walkOf, walkOfAll, type Walk } from './search-walk.js';

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
  /** of the stay that the total is for; null without dates */
  checkIn: LocalDate | null;
  checkOut: LocalDate | null;
  /** whether a card can pay the total; true without dates. Judged of the page's rows alone: each price costs 14 µs */
  payable: boolean;
  distanceKm: number | null;
}

/** Beside what it found, a walk says that it has gone as far as it may. */
interface GaveUp {
  id: null;
}

type Fragment = RawBuilder<unknown>;

/** Published places, found in `property_search`: which ones, in which order, at which price. */
@Injectable()
export class SearchQueries {
  constructor(private readonly database: Database) {}

  /**
   * The best rows of a search after a place in its order. First ids are found, which is all that costs with the number of
   * places; then is told of the page's rows alone. Where a walk has gone far and found little, PostgreSQL plans another way.
   */
  async page(
    terms: SearchTerms,
    moment: SearchMoment,
    after: PlaceInOrder | undefined,
    limit: number,
  ): Promise<FoundRow[]> {
    const walk = walkedPage(terms, moment, after, limit);
    if (walk) {
      const rows = await this.database.preparedRows(walk);
      const full = rows.filter((row) => row.id !== null);
      if (full.length === rows.length) return full;
    }
    return this.database.rows(shown(sought(terms, moment, after, limit), terms, moment));
  }

  /** How many there are, counted to one more than 1,000. */
  async count(terms: SearchTerms, moment: SearchMoment): Promise<number> {
    const counted = needsTotal(terms) ? { ...terms, priceMin: terms.priceMin ?? 0 } : terms;
    const walk = walkedCount(counted, moment);
    const counts = walk && (await this.database.preparedRows(walk))[0];
    if (counts?.gaveUp === false) return counts.number;
    const row = await this.database.firstRow(
      countRows(sql`
      SELECT
      ${candidates(terms, moment)}`),
    );
    return row?.number ?? 0;
  }
}

/** The statement of a page for those searches that can walk. */
export function walkedPage(
  terms: SearchTerms,
  moment: SearchMoment,
  after: PlaceInOrder | undefined,
  limit: number,
): RawBuilder<FoundRow | GaveUp> | undefined {
  const walk = walkOf(terms);
  return walk && shown(walked(walk, terms, moment, after ?? beginningOf(walk), limit), terms, moment);
}

/** How many a walk meets, to one more than 1,000, and whether it gave up before. */
export function walkedCount(
  terms: SearchTerms,
  moment: SearchMoment,
): RawBuilder<{ number: number; gaveUp: boolean }> | undefined {
  const walk = walkOfAll(terms);
  return (
    walk &&
    sql`
      SELECT count(id) AS number, count(*) > count(id) AS "gaveUp"
      FROM (${walked(walk, terms, moment, beginningOf(walk), COUNTED_TO + 1)}) found`
  );
}

/** Ids and keys that a walk finds; one without id where it gives up. */
function walked(
  walk: Walk,
  terms: SearchTerms,
  moment: SearchMoment,
  [key, id]: PlaceInOrder,
  limit: number,
): Fragment {
  return sql`
    SELECT id, key
    FROM ${sql.ref(`search_${walk.kind}_${walk.order}`)}(
      ${askedOf(terms, moment)}::jsonb, ${walk.tiles}::integer[], ${walk.names}::text[],
      ${key}::float8, ${id}::uuid, ${limit}::integer, ${MOST_WALKED}::integer)`;
}

/** Ids and keys by whichever plan PostgreSQL makes of it. */
function sought(terms: SearchTerms, moment: SearchMoment, after: PlaceInOrder | undefined, limit: number): Fragment {
  const { key, descending } = sortOf(terms);
  return sql`
    SELECT s.property_id AS id, ${key} AS key
    ${candidates(terms, moment)}
      AND ${after ? afterPlace(key, descending, after) : sql`true`}
    ORDER BY ${key} ${descending ? sql`DESC` : sql`ASC`}, s.property_id
    LIMIT ${limit}`;
}

/** What is told of places that were found, in their order. */
function shown<Row = FoundRow>(found: Fragment, terms: SearchTerms, moment: SearchMoment): RawBuilder<Row> {
  return sql<Row>`
    WITH found AS (${found})
    SELECT found.id,
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
    LEFT JOIN property_search s ON s.property_id = found.id
    LEFT JOIN properties p ON p.id = found.id
    ${terms.stay ? priced(terms, moment) : sql``}
    ORDER BY found.key ${sortOf(terms).descending ? sql`DESC` : sql`ASC`}, found.id`;
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
    ...(stay ? [bookable(stay, terms, now)] : []),
    ...(amenities.length > 0
      ? [sql`s.amenities & (SELECT amenity_set(${amenities}::text[])) = (SELECT amenity_set(${amenities}::text[]))`]
      : []),
    ...(types.length > 0 ? [sql`s.type = ANY (${types}::text[])`] : []),
    ...(instantBook === undefined ? [] : [sql`s.instant_book = ${instantBook}`]),
    ...(currency === undefined ? [] : [sql`s.currency = ${currency}`]),
    ...priceConditions(terms),
  ];
}

function bookable({ checkIn, checkOut }: Stay, { flexible }: SearchTerms, now: Date): Fragment {
  if (!flexible) return sql`is_bookable(s, ${checkIn}::date, ${checkOut}::date, ${now}::timestamptz)`;
  return sql`is_any_bookable(s, ${checkIn}::date, ${checkOut}::date, ${flexible.days}::integer, ${flexible.step}::integer,
                             ${now}::timestamptz)`;
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
function priced({ stay, flexible, guests }: SearchTerms, { feeBasisPoints, now }: SearchMoment): Fragment {
  const dates = sql`${stay?.checkIn}::date, ${stay?.checkOut}::date`;
  const price = flexible
    ? sql`best_stay(s, own.first_date, own.amounts, ${dates}, ${flexible.days}::integer, ${flexible.step}::integer,`
    : sql`stay_price(s, own.first_date, own.amounts, ${dates},`;
  return sql`
    LEFT JOIN LATERAL (
      SELECT first_date, amounts
      FROM night_prices
      WHERE property_id = s.property_id
      OFFSET 0
    ) own ON true
    LEFT JOIN LATERAL ${price} ${guests}::integer, ${feeBasisPoints}::integer, ${now}::timestamptz) AS price ON true`;
}

function shownPrices({ stay, flexible }: SearchTerms): Fragment {
  if (!stay)
    return sql`s.nightly, NULL::bigint AS total, true AS payable, NULL::date AS "checkIn", NULL::date AS "checkOut"`;
  const dates = flexible
    ? sql`price.check_in AS "checkIn", price.check_out AS "checkOut"`
    : sql`${stay.checkIn}::date AS "checkIn", ${stay.checkOut}::date AS "checkOut"`;
  return sql`round(price.nights / ${nightCount(stay)}::integer)::bigint AS nightly, price.total,
             coalesce(is_chargeable(price.total, s.currency), false) AS payable, ${dates}`;
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
