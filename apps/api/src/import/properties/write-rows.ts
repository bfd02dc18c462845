import type pg from 'pg';
import { portions } from '../run/portions.js';
import { writeClaims } from '../calendar/write-claims.js';
import type { PropertyRow } from './property-rows.js';
import { claimCounts, lockCalendars, writeOwnPrices, writeProperties } from './write-properties.js';

/**
 * What is written of properties that are here already, in one transaction: who books there waits for it, and is refused
 * after two seconds. The weight is the number of claims, those that are there and those that are wanted.
 */
const MOST_LOCKED = { items: 100, weight: 4000 };

/** What came of one transaction. */
export interface WrittenRows {
  properties: { created: number; changed: number };
  claims: Awaited<ReturnType<typeof writeClaims>>;
}

/**
 * The rows in portions of one transaction each. New properties are one, as nobody can see them before it ends; those that
 * are here are many small ones.
 */
export async function portionsToWrite(client: pg.Client, rows: readonly PropertyRow[]): Promise<PropertyRow[][]> {
  const claims = await claimCounts(
    client,
    rows.map(({ ref }) => ref),
  );
  const fresh = rows.filter(({ ref }) => !claims.has(ref));
  const known = rows.filter(({ ref }) => claims.has(ref));
  const small = portions(known, ({ ref, busy }) => (claims.get(ref) ?? 0) + busy.length, MOST_LOCKED);
  return fresh.length > 0 ? [fresh, ...small] : small;
}

/** Writes one portion. Counts nothing: it may be run again. */
export async function writeRows(client: pg.Client, rows: readonly PropertyRow[], now: Date): Promise<WrittenRows> {
  await lockCalendars(
    client,
    rows.map(({ ref }) => ref),
  );
  const { ids, ...properties } = await writeProperties(client, rows, now);
  const byId = rows.map((row) => ({ id: ids.get(row.ref) ?? '', ...row }));
  await writeOwnPrices(
    client,
    byId.filter(({ pricedByCalendar }) => pricedByCalendar),
  );
  const wanted = byId.filter(({ nights }) => nights > 0).map(({ id, busy }) => [id, busy] as const);
  return { properties, claims: await writeClaims(client, new Map(wanted), now) };
}
