import type { EntityManager } from '@mikro-orm/postgresql';
import type { ClaimKind } from '#contracts/planning-board.dto.js';
import { rows, sql } from '#database';
import { toDateRange, type LocalDate, type Stay } from '#dates';
import type { Entries } from './availability.js';
import { preparedStay, type Claim } from './claims.js';
import type { DateRule } from './stay.rules.js';

/** Of which dates calendars are read: `rules` also of the last one, `claims` on the nights. */
export interface Dates {
  readonly rules: Stay;
  readonly claims: Stay;
}

/** A claim as it is read, with its booking's id if it is one's. */
export interface FoundClaim extends Claim {
  readonly bookingId: string | null;
}

/** What the calendars of properties have, by property; nothing for one that has none of it. */
export interface FoundEntries extends Entries {
  readonly claims: readonly FoundClaim[];
}

const NOTHING: FoundEntries = { claims: [], dateRules: new Map() };

interface EntryRow {
  propertyId: string;
  date: LocalDate;
  /** null for a rule */
  kind: ClaimKind | null;
  checkOut: LocalDate;
  bookingId: string | null;
  rule: DateRule;
}

/**
 * What is claimed, and ruled for single dates, at properties: in one statement, in order of dates. By the constraint's own
 * index and the rules' key.
 */
export async function entriesOf(
  em: EntityManager,
  propertyIds: readonly string[],
  dates: Dates,
): Promise<{ get: (propertyId: string) => FoundEntries }> {
  const found = await rows(
    em,
    sql<EntryRow>`
      SELECT property_id AS "propertyId", lower(stay) AS date, kind, upper(stay) AS "checkOut", booking_id AS "bookingId",
        NULL::jsonb AS rule
      FROM claims
      WHERE property_id = ANY(${propertyIds}::uuid[])
        AND stay && ${toDateRange(dates.claims)}::daterange
      UNION ALL
      SELECT property_id, date, NULL, date, NULL,
        jsonb_build_object('minNights', min_nights, 'maxNights', max_nights, 'closedToArrival', closed_to_arrival,
          'closedToDeparture', closed_to_departure)
      FROM date_rules
      WHERE property_id = ANY(${propertyIds}::uuid[])
        AND date BETWEEN ${dates.rules.checkIn}::date AND ${dates.rules.checkOut}::date
      ORDER BY date`,
  );
  const byProperty = new Map(
    [...Map.groupBy(found, ({ propertyId }) => propertyId)].map(([id, own]) => [id, toEntries(own)]),
  );
  return { get: (propertyId) => byProperty.get(propertyId) ?? NOTHING };
}

function toEntries(found: readonly EntryRow[]): FoundEntries {
  return {
    claims: found.flatMap(({ kind, date, checkOut, bookingId }) =>
      kind === null ? [] : [{ kind, stay: { checkIn: date, checkOut }, bookingId }],
    ),
    dateRules: new Map(found.flatMap(({ kind, date, rule }) => (kind === null ? [[date, rule]] : []))),
  };
}

/** What has to be read to judge stays within a range: claims around it too, so that gaps are known for what they are. */
export function around(range: Stay, preparationNights: number, longestGap = 0): Dates {
  const gaps = {
    checkIn: preparedStay(range, 1).checkIn,
    checkOut: preparedStay(range, Math.max(1, longestGap)).checkOut,
  };
  return { rules: range, claims: preparedStay(gaps, preparationNights) };
}
