import type pg from 'pg';
import { newId } from '#clock';
import { countNights, without, type DayRange } from './busy-nights.js';

/** A claim that is there. */
interface ExistingClaim extends DayRange {
  readonly id: string;
  readonly propertyId: string;
  readonly imported: boolean;
}

/** What has to be done so that a property's imported claims are the wanted ones. */
export interface ClaimChanges {
  add: DayRange[];
  remove: string[];
  kept: number;
  /** nights that a booking or a block here has already taken, and the import therefore leaves to it */
  taken: number;
}

/** Compares what is wanted with what is there: a second import finds nothing to do. */
export function claimChanges(
  wanted: readonly DayRange[],
  existing: readonly Omit<ExistingClaim, 'propertyId'>[],
): ClaimChanges {
  const free = without(
    wanted,
    existing.filter((claim) => !claim.imported),
  );
  const imported = new Map(existing.filter((claim) => claim.imported).map((claim) => [keyOf(claim), claim.id]));
  const add = free.filter((range) => !imported.delete(keyOf(range)));
  return {
    add,
    remove: [...imported.values()],
    kept: free.length - add.length,
    taken: countNights(wanted) - countNights(free),
  };
}

function keyOf({ from, until }: DayRange): string {
  return `${from}:${until}`;
}

/**
 * Replaces the imported claims of properties (by id, their calendars locked) by `wanted`. Claims of bookings and
 * blocks stay as they are.
 */
export async function writeClaims(
  client: pg.Client,
  wanted: ReadonlyMap<string, readonly DayRange[]>,
  now: Date,
): Promise<{ created: number; removed: number; kept: number; taken: number }> {
  const existing = await existingClaims(client, [...wanted.keys()]);
  const removed: string[] = [];
  const added: { propertyId: string; range: DayRange }[] = [];
  let kept = 0;
  let taken = 0;
  for (const [propertyId, ranges] of wanted) {
    const changes = claimChanges(ranges, existing.get(propertyId) ?? []);
    removed.push(...changes.remove);
    added.push(...changes.add.map((range) => ({ propertyId, range })));
    kept += changes.kept;
    taken += changes.taken;
  }
  if (removed.length > 0) await client.query('DELETE FROM claims WHERE id = ANY ($1::uuid[])', [removed]);
  if (added.length > 0) await insertClaims(client, added, now);
  return { created: added.length, removed: removed.length, kept, taken };
}

async function existingClaims(
  client: pg.Client,
  propertyIds: readonly string[],
): Promise<Map<string, ExistingClaim[]>> {
  const { rows } = await client.query<ExistingClaim>(
    `SELECT id,
            property_id AS "propertyId",
            kind = 'imported' AS imported,
            lower(stay) - DATE '1970-01-01' AS "from",
            upper(stay) - DATE '1970-01-01' AS until
     FROM claims
     WHERE property_id = ANY ($1::uuid[])`,
    [propertyIds],
  );
  return Map.groupBy(rows, (claim) => claim.propertyId);
}

async function insertClaims(
  client: pg.Client,
  claims: readonly { propertyId: string; range: DayRange }[],
  now: Date,
): Promise<void> {
  await client.query(
    `INSERT INTO claims (id, property_id, stay, kind, created_at)
     SELECT id, property_id, daterange(DATE '1970-01-01' + from_day, DATE '1970-01-01' + until_day), 'imported', $5
     FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[]) AS c (id, property_id, from_day, until_day)`,
    [
      claims.map(newId),
      claims.map(({ propertyId }) => propertyId),
      claims.map(({ range }) => range.from),
      claims.map(({ range }) => range.until),
      now,
    ],
  );
}
