import type { EntityManager } from '@mikro-orm/postgresql';
import { newId } from '#clock';
import type { Permission } from '#contracts/properties/permissions.js';
import type { SeasonDto } from '#contracts/properties/seasons.dto.js';
import { firstRow, rows, sql } from '#database';
import type { LocalDate } from '#dates';
import { permissionsOf } from '../access.rules.js';

/** A season as its row has it, in minor units. */
export interface SeasonRow {
  name: string;
  from: LocalDate;
  to: LocalDate;
  nightly: number;
  weekendNightly: number | null;
}

/** What there is to know of a property whose seasons are read. */
export interface SeasonedProperty {
  currency: string | null;
  version: number;
  /** what the viewer may do there; null when that is nothing */
  permissions: Permission[] | null;
}

/** A property, by what its seasons need of it, whoever may read them. */
export function seasonedProperty(
  em: EntityManager,
  propertyId: string,
  viewerId: string,
): Promise<SeasonedProperty | undefined> {
  return firstRow(
    em,
    sql<SeasonedProperty>`
      SELECT p.currency, p.version, ${permissionsOf(viewerId)} AS permissions
      FROM properties p
      WHERE p.id = ${propertyId}`,
  );
}

/** A property's seasons in order of their dates. */
export function seasonsOf(em: EntityManager, propertyId: string): Promise<SeasonRow[]> {
  return rows(
    em,
    sql<SeasonRow>`
      SELECT name, lower(dates) AS "from", upper(dates) AS "to", nightly, weekend_nightly AS "weekendNightly"
      FROM seasons
      WHERE property_id = ${propertyId}
      ORDER BY dates`,
  );
}

/** Puts seasons, which overlap nowhere, in place of those that a property has. Its calendar is locked. */
export async function replaceSeasons(
  tx: EntityManager,
  propertyId: string,
  seasons: readonly SeasonDto[],
): Promise<void> {
  await rows(tx, sql`DELETE FROM seasons WHERE property_id = ${propertyId}`);
  if (seasons.length === 0) return;
  const values = seasons.map(
    ({ name, from, to, nightly, weekendNightly }) => sql`(
      ${newId()}::uuid, ${propertyId}::uuid, ${name}, daterange(${from}::date, ${to}::date), ${nightly.amount}::bigint,
      ${weekendNightly?.amount ?? null}::bigint
    )`,
  );
  await rows(
    tx,
    sql`
      INSERT INTO seasons (id, property_id, name, dates, nightly, weekend_nightly)
      VALUES ${sql.join(values)}`,
  );
}
