import type { EntityManager } from '@mikro-orm/postgresql';
import { rows, sql } from '#database';
import type { LocalDate } from '#dates';
import type { DateRule } from './stay.rules.js';

/** Writes rules of dates in place of those that were; null: there is none. The caller holds the property's calendar. */
export async function writeDateRules(
  tx: EntityManager,
  propertyId: string,
  rules: ReadonlyMap<LocalDate, DateRule | null>,
): Promise<void> {
  const gone = [...rules].flatMap(([date, rule]) => (rule ? [] : [date]));
  const kept = [...rules].flatMap(([date, rule]) => (rule ? [{ date, ...rule }] : []));
  if (gone.length > 0) {
    await rows(tx, sql`DELETE FROM date_rules WHERE property_id = ${propertyId} AND date = ANY(${gone}::date[])`);
  }
  if (kept.length === 0) return;
  await rows(
    tx,
    sql`
      INSERT INTO date_rules (property_id, date, min_nights, max_nights, closed_to_arrival, closed_to_departure)
      SELECT ${propertyId}, k.date, k."minNights", k."maxNights", k."closedToArrival", k."closedToDeparture"
      FROM jsonb_to_recordset(${JSON.stringify(kept)}::jsonb)
        AS k (date date, "minNights" integer, "maxNights" integer, "closedToArrival" boolean, "closedToDeparture" boolean)
      ON CONFLICT (property_id, date) DO UPDATE
      SET min_nights = EXCLUDED.min_nights,
          max_nights = EXCLUDED.max_nights,
          closed_to_arrival = EXCLUDED.closed_to_arrival,
          closed_to_departure = EXCLUDED.closed_to_departure`,
  );
}
