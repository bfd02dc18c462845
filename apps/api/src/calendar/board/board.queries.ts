import type { EntityManager } from '@mikro-orm/postgresql';
import { rows, sql } from '#database';

/** The codes of bookings, by id. */
export async function codesOfBookings(em: EntityManager, ids: readonly string[]): Promise<Map<string, string>> {
  const found = await rows(
    em,
    sql<{ id: string; code: string }>`SELECT id, code FROM bookings WHERE id = ANY(${ids}::uuid[])`,
  );
  return new Map(found.map(({ id, code }) => [id, code]));
}
