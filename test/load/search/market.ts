import pg from 'pg';
import { amenities } from '#contracts/amenities.js';
import { chance, CITIES, citiesOf, cityOf, TODAY } from './world.js';

/** Parts that are made side by side: as many as there are cores. */
const PARTS = 2;
const HOSTS_EACH = 5;
const STAYS_EACH = 12;
/** Of the catalogue's amenities, how many places have the first, and by how much fewer have each that follows. */
const [COMMON, RARER] = [0.97, 0.955];

/** Their indexes are written once the rows are there, which is three times as fast. */
const REBUILT = ['properties', 'claims', 'property_search'];

/** How long each part of making a market took, in seconds. */
export type Timings = Record<string, number>;

const propertyId = (of: string): string =>
  `('0190' || lpad(to_hex(${of}), 8, '0') || '7' || substr(md5('property:' || ${of}), 1, 3) || '8' || substr(md5('property:' || ${of}), 4, 15))::uuid`;
const hostId = (of: string): string => `md5('host:' || ${of})::uuid`;

/** The n-th places: most are small, and rated well; prices are log-normal. */
const properties = (cities: number): string => `
  INSERT INTO properties (id, host_id, status, title, type, room_type, city, region, country, latitude, longitude, time_zone, guests,
    bedrooms, beds, bathrooms, amenities, currency, nightly, weekend_nightly, cleaning_fee, extra_guest_fee, guests_included,
    weekly_discount_bp, monthly_discount_bp, booking_mode, min_nights, max_nights, cancellation_policy, imported_rating,
    imported_ratings, preparation_nights, created_at, updated_at, published_at)
  SELECT ${propertyId('n')}, ${hostId(`n / ${HOSTS_EACH}`)}, 'published', 'Place ' || n,
    (ARRAY['apartment', 'house', 'guesthouse', 'hotel', 'cabin', 'boat', 'other'])[1 + floor(7 * ${chance('n', 10)} ^ 3)::integer],
    CASE WHEN ${chance('n', 11)} < 0.7 THEN 'entire_place' ELSE 'private_room' END,
    'City ' || c.city, 'Region ' || c.city % 200, c.country,
    c.latitude + c.spread * ${normal(12)}, c.longitude + c.spread * ${normal(14)}, 'UTC',
    1 + floor(9 * ${chance('n', 16)} ^ 1.5)::integer, 1, 1 + floor(3 * ${chance('n', 17)})::integer, 1,
    kits.amenities, 'USD', price, price + price / 10 * floor(3 * ${chance('n', 18)})::integer, 500 * floor(12 * ${chance('n', 19)})::integer,
    CASE WHEN ${chance('n', 20)} < 0.3 THEN 1000 ELSE 0 END, 2,
    CASE WHEN ${chance('n', 21)} < 0.3 THEN 1000 ELSE 0 END, CASE WHEN ${chance('n', 22)} < 0.3 THEN 2000 ELSE 0 END,
    CASE WHEN ${chance('n', 23)} < 0.6 THEN 'instant' ELSE 'request' END, 1 + floor(4 * ${chance('n', 24)} ^ 2)::integer, 365,
    CASE WHEN ${chance('n', 25)} < 0.1 THEN 'non_refundable' ELSE 'moderate' END,
    (5 - 1.5 * ${chance('n', 26)} ^ 3)::numeric(3, 2), floor(120 * ${chance('n', 27)} ^ 3)::integer, 0,
    TIMESTAMPTZ '${TODAY}' - ${chance('n', 28)} * INTERVAL '1000 days', TIMESTAMPTZ '${TODAY}', TIMESTAMPTZ '${TODAY}' - ${chance('n', 28)} * INTERVAL '1000 days'
  FROM (
    SELECT n, ${cityOf('n', cities)} AS city, floor(9000 * exp(0.55 * ${normal(31)}))::bigint AS price
    FROM generate_series($1::integer, $2::integer) AS n
  ) numbered
  JOIN cities c USING (city)
  JOIN kits ON kits.kit = n % 1000`;

/** Normal, with a variance of one (G. E. P. Box, M. E. Muller, 1958). */
function normal(salt: number): string {
  return `(sqrt(-2 * ln(1 - ${chance('n', salt)})) * cosd(360 * ${chance('n', salt + 1)}))`;
}

/** A thousand lists of amenities: what most places have, and what few do. */
const KITS = `
  CREATE TABLE kits AS
  SELECT kit, ARRAY(
    SELECT code
    FROM unnest(ARRAY['${amenities.map(({ code }) => code).join(`', '`)}']) WITH ORDINALITY AS a (code, place)
    WHERE ${chance('kit * 1000 + place', 30)} < ${COMMON} * ${RARER} ^ (place - 1)
  ) AS amenities
  FROM generate_series(0, 999) AS kit`;

/** A dozen stays a place in the year to come, one in each thirty days. */
const CLAIMS = `
  INSERT INTO claims (id, property_id, stay, kind, created_at)
  SELECT ('0191' || lpad(to_hex(n), 8, '0') || '7000' || '8' || lpad(to_hex(stay), 15, '0'))::uuid, ${propertyId('n')},
    daterange(first, first + 2 + floor(12 * ${chance(`n * ${STAYS_EACH} + stay`, 41)})::integer), 'imported', TIMESTAMPTZ '${TODAY}'
  FROM (
    SELECT n, stay, DATE '${TODAY}' + stay * 30 + floor(15 * ${chance(`n * ${STAYS_EACH} + stay`, 40)})::integer AS first
    FROM generate_series($1::integer, $2::integer) AS n, generate_series(0, ${STAYS_EACH - 1}) AS stay
  ) stays`;

/** One place in twenty has a season of its own prices. */
const RATES = `
  INSERT INTO rate_calendars (property_id, first_date, amounts)
  SELECT id, DATE '${TODAY}' + 60, array_fill(nightly + nightly / 2, ARRAY[60])
  FROM properties
  WHERE nightly % 20 = 7`;

const TAXES = `
  INSERT INTO tax_rules (name, authority, country, kind, basis_points, base, amount, currency)
  VALUES ('Sales tax', 'State', 'US', 'percent', 812, '{night,discount,cleaning}', NULL, NULL),
         ('Tourist tax', 'City', 'US', 'per_person_night', NULL, NULL, 150, 'USD'),
         ('Tourist tax', 'City', 'FR', 'per_person_night', NULL, NULL, 120, 'USD'),
         ('Value added tax', 'State', 'ES', 'percent', 1000, '{night,discount,cleaning,guest_service_fee}', NULL, NULL)`;

/** Search rows as triggers make them: what the view says, with the nights that are taken. */
const SEARCHED = `
  INSERT INTO property_search (%, busy)
  SELECT v.*, COALESCE(busy_nights(v.property_id, v.preparation_nights), '{}')
  FROM searchable_properties v
  WHERE v.property_id BETWEEN ${propertyId('$1::integer')} AND ${propertyId('$2::integer')}`;

/**
 * Fills an empty market, behind the application's back and without its triggers, with `number` published places of a dozen
 * stays each. What triggers keep is computed by what they call.
 */
export async function fillMarket(url: string, number: number): Promise<Timings> {
  const pool = new pg.Pool({
    connectionString: url,
    max: PARTS,
    options:
      '-c session_replication_role=replica -c synchronous_commit=off -c maintenance_work_mem=512MB -c timezone=UTC',
  });
  const timings: Timings = {};
  const timed = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    const since = performance.now();
    await work();
    timings[what] = Math.round(performance.now() - since) / 1000;
  };
  const inParts = (statement: string) => (): Promise<unknown> =>
    Promise.all(parts(number).map((part) => pool.query(statement, part)));
  try {
    const cities = citiesOf(number);
    await setIndexesAside(pool);
    await pool.query(`CREATE TABLE cities AS ${CITIES.replace('$1', String(cities))}`);
    await pool.query(KITS);
    await pool.query('ANALYZE cities, kits');
    await pool.query(
      `INSERT INTO users (id, first_name, last_name, created_at, updated_at)
       SELECT ${hostId('n')}, 'Host', '', now(), now() FROM generate_series(0, $1::integer / ${HOSTS_EACH}) AS n`,
      [number],
    );
    await pool.query(TAXES);
    await timed('properties', inParts(properties(cities)));
    await timed('claims', inParts(CLAIMS));
    await timed('rest', async () => {
      await pool.query('INSERT INTO calendars SELECT id FROM properties');
      await pool.query(RATES);
    });
    await timed('keys', () => Promise.all([writeIndexes(pool, 'claims'), writeIndexes(pool, 'properties')]));
    await pool.query('ANALYZE users, properties, rate_calendars, claims');
    const columns = await searchColumns(pool);
    await timed('search rows', inParts(SEARCHED.replace('%', columns)));
    await timed('search indexes', () => writeIndexes(pool, 'property_search'));
    await timed('vacuum', () => pool.query('VACUUM (ANALYZE) property_search, properties, rate_calendars, calendars'));
    return timings;
  } finally {
    await pool.end();
  }
}

/** The numbers from 1 to `number`, as the first and the last of each part. */
function parts(number: number): [number, number][] {
  const each = Math.ceil(number / PARTS);
  return Array.from({ length: PARTS }, (_, part) => [part * each + 1, Math.min(number, (part + 1) * each)]);
}

/** Has rows come into tables without their being put into indexes. */
async function setIndexesAside(pool: pg.Pool): Promise<void> {
  await pool.query('UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid = ANY ($1::regclass[])', [
    REBUILT,
  ]);
}

/**
 * Writes a table's indexes, which VACUUM FULL does without looking whether each row keeps to the constraints: for twelve
 * million claims, which cannot overlap as they are made, that would take four minutes.
 */
async function writeIndexes(pool: pg.Pool, table: string): Promise<void> {
  await pool.query(`VACUUM (FULL) ${table}`);
  await pool.query('UPDATE pg_index SET indisready = true, indisvalid = true WHERE indrelid = $1::regclass', [table]);
}

async function searchColumns(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ columns: string }>(
    `SELECT string_agg(attname, ', ' ORDER BY attnum) AS columns
     FROM pg_attribute
     WHERE attrelid = 'searchable_properties'::regclass AND attnum > 0`,
  );
  return rows[0]?.columns ?? '';
}

/** Search rows of a sample of places that triggers would have made otherwise; there are to be none. */
export async function differencesInSample(url: string, sample: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ number: string }>(
      `WITH wanted AS (
         SELECT v.property_id, to_jsonb(v) || jsonb_build_object('busy', busy_nights(v.property_id, v.preparation_nights)) AS line
         FROM (SELECT id FROM properties ORDER BY md5(id::text) LIMIT $1) sample
         JOIN searchable_properties v ON v.property_id = sample.id
       )
       SELECT count(*) AS number
       FROM wanted
       LEFT JOIN property_search s USING (property_id)
       WHERE wanted.line IS DISTINCT FROM to_jsonb(s)`,
      [sample],
    );
    return Number(rows[0]?.number);
  } finally {
    await client.end();
  }
}
