import type pg from 'pg';
import { StartupError } from '#config';
import type { City } from '../reading/city.js';
import { shiftDays } from './shift.js';

/** By how many days this import is asked to move the snapshot. @throws StartupError when nothing dates the snapshot */
export function wantedShift(city: City, shift: boolean): number {
  if (!shift) return 0;
  if (city.snapshot === undefined) {
    throw new StartupError(
      'Neither listings nor calendar tell when the city was looked at, so --shift does not know by how much to move them',
    );
  }
  return shiftDays(city.snapshot, city.today);
}

/**
 * The days by which this snapshot was moved when it was first moved, so that an import on a later day changes nothing.
 * One that was taken with its own dates, or is wanted with them again, is moved as it is wanted now.
 */
export async function rememberShift(client: pg.Client, source: string, wanted: number): Promise<number> {
  const { rows } = await client.query<{ shift_days: number }>(
    `INSERT INTO imports AS i (source, shift_days)
     VALUES ($1, $2)
     ON CONFLICT (source) DO UPDATE
     SET shift_days = CASE WHEN i.shift_days = 0 OR $2 = 0 THEN $2 ELSE i.shift_days END,
         finished_at = NULL
     RETURNING shift_days`,
    [source, wanted],
  );
  return rows[0]?.shift_days ?? wanted;
}
