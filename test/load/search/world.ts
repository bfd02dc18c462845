/** The made-up world: the same numbers give the same places. In degrees. */

/** The application's day, and the first on which somebody stays. */
export const TODAY = '2026-11-23';
const COUNTRIES = [
  'US', 'FR', 'ES', 'IT', 'DE', 'GB', 'JP', 'BR', 'MX', 'CA', 'AU', 'PT', 'GR', 'TR', 'TH', 'ID', 'IN', 'ZA', 'AR', 'PL',
  'SE', 'NO', 'NL', 'BE', 'AT', 'CH', 'HR', 'CZ', 'HU', 'RO', 'BG', 'DK', 'FI', 'IE', 'CL', 'CO', 'PE', 'VN', 'PH', 'MY',
]; // prettier-ignore
/** Each country is a rectangle of the map: eight beside one another, five above. */
const [COLUMNS, WIDTH, HEIGHT, WEST, SOUTH] = [8, 40, 20, -165, -45];
/** About one city for 300 places, as long as these are enough. */
const MOST_CITIES = 3000;

/** A part of the map. */
export interface Rectangle {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** How many cities a world of so many places has. */
export function citiesOf(properties: number): number {
  return Math.max(30, Math.min(MOST_CITIES, Math.floor(properties / 300)));
}

/** Where the n-th country is; the first is the one with the largest city. */
export function countryBox(number: number): Rectangle {
  const west = WEST + (number % COLUMNS) * (WIDTH + 1);
  const south = SOUTH + Math.floor(number / COLUMNS) * (HEIGHT + 1);
  return { west, south, east: west + WIDTH, north: south + HEIGHT };
}

/** A number from 0 to 1 that is the same for each `of` and `salt`, in SQL. */
export function chance(of: string, salt: number): string {
  return `((hashint8extended((${of})::bigint, ${salt}) & 2147483647) / 2147483648.0::float8)`;
}

/** The centre of a city, its country and how far it spreads, as columns `latitude`, `longitude`, `country`, `spread`. */
export const CITIES = `
  SELECT city,
         (ARRAY['${COUNTRIES.join(`', '`)}'])[1 + place] AS country,
         ${WEST} + place % ${COLUMNS} * ${WIDTH + 1} + 2 + ${chance('city', 2)} * ${WIDTH - 4} AS longitude,
         ${SOUTH} + place / ${COLUMNS} * ${HEIGHT + 1} + 2 + ${chance('city', 3)} * ${HEIGHT - 4} AS latitude,
         0.012 + 0.1 / sqrt(city) AS spread
  FROM (
    SELECT city, CASE city WHEN 1 THEN 0 ELSE floor(${COUNTRIES.length} * ${chance('city', 1)} ^ 1.7)::integer END AS place
    FROM generate_series(1, $1::integer) AS city
  ) placed`;

/**
 * The city of the n-th place: the second has two thirds as many as the first, the k-th 2 / (k + 1). Of 3,000 cities the
 * largest has one place in fifteen.
 */
export function cityOf(of: string, cities: number): string {
  return `least(${cities}, 1 + floor(1.5 * exp(${chance(of, 4)} * ln((${cities} + 1.5) / 1.5)) - 1.5)::integer)`;
}
