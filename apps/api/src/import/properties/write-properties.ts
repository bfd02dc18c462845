import type pg from 'pg';
import { newId } from '#clock';
import type { NightPrices } from '../calendar/night-prices.js';
import type { PropertyRow } from './property-rows.js';

/**
 * Those of the listings that this import has not taken before, and notes that it has: a second row with the same id is not
 * another property.
 */
export async function takeListings(client: pg.Client, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await client.query<{ listing_id: string }>(
    `INSERT INTO taken_listings
     SELECT DISTINCT unnest($1::text[])
     ON CONFLICT DO NOTHING
     RETURNING listing_id`,
    [ids],
  );
  return new Set(rows.map((row) => row.listing_id));
}

/** Makes the hosts that are not here yet; one that is here is its person's to change. How many were made. */
export async function writeHosts(client: pg.Client, hosts: ReadonlyMap<string, string>, now: Date): Promise<number> {
  const { rowCount } = await client.query(
    `INSERT INTO users (id, first_name, last_name, external_ref, created_at, updated_at)
     SELECT id, first_name, '', external_ref, $4, $4
     FROM unnest($1::uuid[], $2::text[], $3::text[]) AS h (id, first_name, external_ref)
     ON CONFLICT (external_ref) DO NOTHING`,
    [Array.from(hosts.keys(), newId), [...hosts.values()], [...hosts.keys()], now],
  );
  return rowCount ?? 0;
}

/** How many claims each of the properties has that are here already, by reference. */
export async function claimCounts(client: pg.Client, refs: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ external_ref: string; claims: number }>(
    `SELECT external_ref, (SELECT count(*) FROM claims c WHERE c.property_id = p.id)::integer AS claims
     FROM properties p
     WHERE external_ref = ANY ($1::text[])`,
    [refs],
  );
  return new Map(rows.map((row) => [row.external_ref, row.claims]));
}

/** Whoever changes a property's nights locks its calendar first, before the property itself. */
export async function lockCalendars(client: pg.Client, refs: readonly string[]): Promise<void> {
  await client.query(
    `SELECT
     FROM calendars c
     JOIN properties p ON p.id = c.property_id
     WHERE p.external_ref = ANY ($1::text[])
     ORDER BY c.property_id
     FOR UPDATE OF c`,
    [refs],
  );
}

/** What a listing says, and so what a later import changes. Host, status, fees and policy are the host's from then on. */
const LISTED =
  'title, description, type, room_type, city, region, country, latitude, longitude, time_zone, guests, bedrooms, beds, ' +
  'bathrooms, amenities, currency, nightly, weekend_nightly, booking_mode, min_nights, max_nights, imported_rating, imported_ratings';
const qualified = (table: string): string =>
  LISTED.split(', ')
    .map((column) => `${table}.${column}`)
    .join(', ');

/** 1,000 rows go over as one JSON document: 35 arrays side by side are no faster, and hold lists of amenities badly. */
const UPSERT_PROPERTIES = `
  INSERT INTO properties (id, host_id, status, ${LISTED}, guests_included, external_ref, created_at, updated_at, published_at)
  SELECT g.id, u.id, 'published', ${qualified('g')}, g.guests_included, g.external_ref, $2, $2, $2
  FROM jsonb_to_recordset($1::jsonb) AS g (
    id uuid, host_ref text, title text, description text, type text, room_type text, city text, region text, country text,
    latitude double precision, longitude double precision, time_zone text, guests integer, bedrooms integer, beds integer,
    bathrooms numeric(4, 1), amenities text[], currency text, nightly bigint, weekend_nightly bigint, guests_included integer,
    booking_mode text, min_nights integer, max_nights integer, imported_rating numeric(3, 2), imported_ratings integer,
    external_ref text)
  JOIN users u ON u.external_ref = g.host_ref
  ON CONFLICT (external_ref) DO UPDATE
  SET (${LISTED}) = ROW (${qualified('EXCLUDED')}),
      guests_included = EXCLUDED.guests_included,
      version = properties.version + 1,
      updated_at = EXCLUDED.updated_at
  WHERE (${qualified('properties')}) IS DISTINCT FROM (${qualified('EXCLUDED')})
  RETURNING (xmax = 0) AS created`;

/**
 * Makes the properties, or changes what is no longer so: the ids of all of them by their references, how many were
 * made, and how many changed.
 */
export async function writeProperties(
  client: pg.Client,
  properties: readonly PropertyRow[],
  now: Date,
): Promise<{ ids: ReadonlyMap<string, string>; created: number; changed: number }> {
  const { rows: written } = await client.query<{ created: boolean }>(UPSERT_PROPERTIES, [
    JSON.stringify(properties.map(({ columns }) => columns)),
    now,
  ]);
  const { rows } = await client.query<{ id: string; external_ref: string }>(
    'SELECT id, external_ref FROM properties WHERE external_ref = ANY ($1::text[])',
    [properties.map(({ ref }) => ref)],
  );
  const created = written.filter((row) => row.created).length;
  const ids = new Map(rows.map((row) => [row.external_ref, row.id]));
  return { ids, created, changed: written.length - created };
}

/** Makes the rate calendars of these properties what their prices say. */
export async function writeOwnPrices(
  client: pg.Client,
  properties: readonly { id: string; prices: NightPrices }[],
): Promise<void> {
  const usual = properties.filter(({ prices }) => !prices.own).map(({ id }) => id);
  await client.query('DELETE FROM rate_calendars WHERE property_id = ANY ($1::uuid[])', [usual]);
  const own = properties.flatMap(({ id, prices }) =>
    prices.own ? [{ property_id: id, first_day: prices.own.firstDay, amounts: prices.own.amounts }] : [],
  );
  await client.query(
    `INSERT INTO rate_calendars AS r (property_id, first_date, amounts)
     SELECT property_id, DATE '1970-01-01' + first_day, amounts
     FROM jsonb_to_recordset($1::jsonb) AS g (property_id uuid, first_day integer, amounts bigint[])
     ON CONFLICT (property_id) DO UPDATE
     SET first_date = EXCLUDED.first_date,
         amounts = EXCLUDED.amounts
     WHERE (r.first_date, r.amounts) IS DISTINCT FROM (EXCLUDED.first_date, EXCLUDED.amounts)`,
    [JSON.stringify(own)],
  );
}

/** Tells the planner how large the tables have become. */
export async function analyze(client: pg.Client): Promise<void> {
  await client.query('ANALYZE users, properties, rate_calendars, night_prices, calendars, claims, property_search');
}
