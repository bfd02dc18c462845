import type { RawBuilder } from 'kysely';
import type { CountDto } from '#contracts/page.dto.js';
import { sql } from '#database';

/** Lists are counted to so many: beyond that nobody counts, and a database would have to. */
export const COUNTED_TO = 1000;

/** Counts the rows of `SELECT …` with a LIMIT put to it, so that no more are read than are counted. */
export function countRows(rows: RawBuilder<unknown>): RawBuilder<{ number: number }> {
  return sql<{ number: number }>`
    SELECT count(*) AS number
    FROM (
      ${rows}
      LIMIT ${COUNTED_TO + 1}
    ) counted`;
}

/** What is said of a number that `countRows` gave. */
export function toCount(number = 0): CountDto {
  return { value: Math.min(number, COUNTED_TO), bounded: number > COUNTED_TO };
}
