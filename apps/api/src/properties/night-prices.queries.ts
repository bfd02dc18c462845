import type { EntityManager } from '@mikro-orm/postgresql';
import { firstRow, rows, sql } from '#database';
import type { NightPrices } from './night-prices.js';

/** The prices of single nights that a property's host has set. */
export function nightPricesOf(tx: EntityManager, propertyId: string): Promise<NightPrices | undefined> {
  return firstRow(
    tx,
    sql<NightPrices>`SELECT first_date AS "firstDate", amounts FROM rate_calendars WHERE property_id = ${propertyId}`,
  );
}

/** Writes them in place of those that were; undefined: there are none. */
export async function writeNightPrices(
  tx: EntityManager,
  propertyId: string,
  prices: NightPrices | undefined,
): Promise<void> {
  await rows(
    tx,
    prices
      ? sql`
          INSERT INTO rate_calendars (property_id, first_date, amounts)
          VALUES (${propertyId}, ${prices.firstDate}, ${prices.amounts}::bigint[])
          ON CONFLICT (property_id) DO UPDATE
          SET first_date = EXCLUDED.first_date,
              amounts = EXCLUDED.amounts`
      : sql`DELETE FROM rate_calendars WHERE property_id = ${propertyId}`,
  );
}
