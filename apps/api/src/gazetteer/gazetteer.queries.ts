import type { RawBuilder } from 'kysely';
import { sql } from '#database';
import type { Reading, Within } from './place-text.rules.js';

/** A city of the gazetteer. */
export interface PlaceRow {
  id: string;
  name: string;
  region: string;
  country: string;
  latitude: number;
  longitude: number;
  population: number;
  timeZone: string;
  /** of the name that was written to one that it has: 1 is the same */
  similarity: number;
}

/** What is less like a name is none; a letter too few in a name of four leaves 0.43. */
const LEAST_SIMILARITY = 0.4;
/** A region's name may be longer than what people call it. */
const LEAST_REGION_SIMILARITY = 0.6;

const shownColumns = sql`
  p.id::text, p.name, p.region, p.country, p.latitude, p.longitude, p.population, p.time_zone AS "timeZone"`;

/** Cities of exactly that name, the largest first: of two, one that is called so at home counts as four times as large. */
export function placesNamed({ name, within }: Reading, limit: number): RawBuilder<PlaceRow> {
  return sql<PlaceRow>`
    SELECT ${shownColumns}, 1 AS similarity
    FROM gazetteer_names n
    JOIN gazetteer_places p ON p.id = n.place_id
    WHERE n.name = ${folded(name)}
      ${conditions(within)}
    ORDER BY p.population * CASE WHEN p.folded_name = n.name THEN 4 ELSE 1 END::bigint DESC, p.id
    LIMIT ${limit}`;
}

/** Cities of a name like it: by how much it is like it, and a little by their size. */
export function placesLike({ name, within }: Reading, limit: number): RawBuilder<PlaceRow> {
  return sql<PlaceRow>`
    SELECT ${shownColumns}, best.similarity
    FROM (
      SELECT place_id, max(similarity(name, ${folded(name)}))::float8 AS similarity
      FROM gazetteer_names
      WHERE name % ${folded(name)}
      GROUP BY place_id
    ) best
    JOIN gazetteer_places p ON p.id = best.place_id
    WHERE best.similarity >= ${LEAST_SIMILARITY}
      ${conditions(within)}
    ORDER BY best.similarity + 0.04 * log(p.population) DESC, p.id
    LIMIT ${limit}`;
}

function conditions(within: readonly Within[]): RawBuilder<unknown> {
  return sql.join(within.map(isWithin), sql` `);
}

function isWithin({ names, countries }: Within): RawBuilder<unknown> {
  const [written = ''] = names;
  return sql`
      AND (p.country = ANY (${countries}::text[])
        OR p.folded_region IN (${sql.join(names.map(folded))})
        OR length(${written}::text) > 3
          AND word_similarity(${folded(written)}, p.folded_region) >= ${LEAST_REGION_SIMILARITY})`;
}

/** Folded while the statement is planned. */
function folded(name: string): RawBuilder<unknown> {
  return sql`fold_place(${name}::text)`;
}
