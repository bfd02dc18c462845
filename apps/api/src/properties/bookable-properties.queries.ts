import type { EntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import type { Permission } from '#contracts/properties/permissions.js';
import type { PropertyStatus } from '#contracts/properties/property.dto.js';
import { rows, sql } from '#database';
import { addDays, type LocalDate } from '#dates';
import { permissionsOf } from './access.rules.js';
import type { DiscountStep } from './discount-steps.rules.js';
import type { NightRates, Season } from './nights.rules.js';
import type { Prices } from './prices.js';
import { hostIsSuspended, priceColumns, ruleColumns } from './property-columns.js';
import { idsReachedBy } from './reach.queries.js';
import { stayRulesOf, type StayRules } from './stay-rules.js';

/** What a property charges: minor units of `currency`, discounts in basis points. */
export interface PropertyRates extends NightRates {
  readonly currency: string;
  readonly cleaningFee: number;
  readonly extraGuestFee: number;
  readonly guestsIncluded: number;
  readonly petFee: number;
  readonly weeklyDiscountBasisPoints: number;
  readonly monthlyDiscountBasisPoints: number;
  readonly lengthDiscounts: readonly DiscountStep[];
  readonly lastMinuteDiscounts: readonly DiscountStep[];
  readonly earlyBirdDiscounts: readonly DiscountStep[];
  readonly occupancyDiscounts: readonly DiscountStep[];
  /** authorised, never part of a price */
  readonly securityDeposit: number;
}

/** All that pricing and booking a stay need to know of a property. */
export interface BookableProperty {
  readonly id: string;
  readonly hostId: string;
  /** as it is to guests: what a suspended host lets is paused */
  readonly status: PropertyStatus;
  readonly title: string;
  readonly timeZone: string;
  /** how many it sleeps */
  readonly guests: number;
  readonly bedrooms: number;
  readonly country: string;
  readonly region: string;
  readonly city: string;
  /** null until the host has set a price */
  readonly rates: PropertyRates | null;
  readonly rules: StayRules;
  /** what the viewer may do there, if it was asked for; null for nothing */
  readonly permissions: readonly Permission[] | null;
}

/** As JSON has it. */
interface SeasonRow {
  name: string;
  from: LocalDate;
  to: LocalDate;
  nightly: number;
  weekendNightly: number | null;
}

interface BookableRow extends Prices, StayRules {
  id: string;
  hostId: string;
  status: PropertyStatus;
  title: string;
  timeZone: string;
  guests: number;
  bedrooms: number;
  country: string;
  region: string;
  city: string;
  firstDate: LocalDate | null;
  amounts: (number | null)[] | null;
  seasons: SeasonRow[] | null;
  permissions: Permission[] | null;
}

/** What can be booked, by id, with the prices of seasons and of single nights; whatever the status. */
export async function bookableProperties(
  em: EntityManager,
  ids: readonly string[],
  viewerId?: string,
): Promise<BookableProperty[]> {
  const found = await rows(
    em,
    sql<BookableRow>`
      ${selectBookable(viewerId)}
      WHERE p.id = ANY(${ids}::uuid[])`,
  );
  return found.map(bookableOf);
}

/**
 * Those of an actor, and those where they have been granted a permission, the newest first, those after `beforeId`; with
 * what the actor may do there.
 */
export async function bookableReachedBy(
  em: EntityManager,
  actorId: string,
  permission: Permission,
  page: { beforeId: string | undefined; limit: number },
): Promise<BookableProperty[]> {
  const found = await rows(
    em,
    sql<BookableRow>`
      ${selectBookable(actorId)}
      WHERE p.id IN (${idsReachedBy(actorId, page, permission)})
      ORDER BY p.id DESC`,
  );
  return found.map(bookableOf);
}

function selectBookable(viewerId: string | undefined): RawBuilder<BookableRow> {
  return sql<BookableRow>`
      SELECT
        p.id,
        p.host_id AS "hostId",
        CASE WHEN p.status = 'published' AND ${hostIsSuspended} THEN 'paused' ELSE p.status END AS status,
        p.title,
        p.time_zone AS "timeZone",
        p.guests,
        p.bedrooms,
        p.country,
        p.region,
        p.city,
        r.first_date AS "firstDate",
        r.amounts,
        (
          SELECT jsonb_agg(
            jsonb_build_object(
              'name', s.name,
              'from', lower(s.dates),
              'to', upper(s.dates),
              'nightly', s.nightly,
              'weekendNightly', s.weekend_nightly
            )
            ORDER BY s.dates
          )
          FROM seasons s
          WHERE s.property_id = p.id
        ) AS seasons,
        ${priceColumns},
        ${ruleColumns},
        ${permissionsOf(viewerId)} AS permissions
      FROM properties p
      LEFT JOIN rate_calendars r ON r.property_id = p.id`;
}

function bookableOf(row: BookableRow): BookableProperty {
  return {
    id: row.id,
    hostId: row.hostId,
    status: row.status,
    title: row.title,
    timeZone: row.timeZone,
    guests: row.guests,
    bedrooms: row.bedrooms,
    country: row.country,
    region: row.region,
    city: row.city,
    rates: ratesOf(row),
    rules: stayRulesOf(row),
    permissions: row.permissions,
  };
}

function ratesOf(row: BookableRow): PropertyRates | null {
  if (row.currency === null || row.nightly === null) return null;
  return {
    currency: row.currency,
    nightly: row.nightly,
    ...(row.weekendNightly !== null && { weekendNightly: row.weekendNightly }),
    seasons: row.seasons?.map(seasonOf) ?? [],
    overrides: overridesOf(row.firstDate, row.amounts),
    cleaningFee: row.cleaningFee,
    extraGuestFee: row.extraGuestFee,
    guestsIncluded: row.guestsIncluded,
    petFee: row.petFee,
    weeklyDiscountBasisPoints: row.weeklyDiscountBp,
    monthlyDiscountBasisPoints: row.monthlyDiscountBp,
    lengthDiscounts: row.lengthDiscounts,
    lastMinuteDiscounts: row.lastMinuteDiscounts,
    earlyBirdDiscounts: row.earlyBirdDiscounts,
    occupancyDiscounts: row.occupancyDiscounts,
    securityDeposit: row.securityDeposit,
  };
}

function seasonOf({ weekendNightly, ...season }: SeasonRow): Season {
  return { ...season, ...(weekendNightly !== null && { weekendNightly }) };
}

function overridesOf(firstDate: LocalDate | null, amounts: (number | null)[] | null): Map<LocalDate, number> {
  const overrides = new Map<LocalDate, number>();
  if (firstDate === null) return overrides;
  for (const [day, amount] of amounts?.entries() ?? []) {
    if (amount !== null) overrides.set(addDays(firstDate, day), amount);
  }
  return overrides;
}
