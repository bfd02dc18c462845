import type { EntityManager } from '@mikro-orm/postgresql';
import type { PropertyStatus } from '#contracts/properties/property.dto.js';
import type { BookingMode, CancellationPolicy } from '#contracts/properties/rules.dto.js';
import type { PropertyType, RoomType } from '#contracts/properties/types.js';
import { rows, sql } from '#database';
import { addDays, type LocalDate } from '#dates';
import type { Prices } from './prices.js';
import type { NightRates } from './nights.rules.js';

/** What a property charges: minor units of `currency`, discounts in basis points. */
export interface PropertyRates extends NightRates {
  readonly currency: string;
  readonly cleaningFee: number;
  readonly extraGuestFee: number;
  readonly guestsIncluded: number;
  readonly petFee: number;
  readonly weeklyDiscountBasisPoints: number;
  readonly monthlyDiscountBasisPoints: number;
}

/** Which stays a property takes. */
export interface StayRules {
  readonly bookingMode: BookingMode;
  readonly minNights: number;
  readonly maxNights: number;
  readonly checkInFrom: string;
  readonly checkOutBy: string;
  readonly cancellationPolicy: CancellationPolicy;
  readonly preparationNights: number;
  readonly advanceNoticeHours: number;
  readonly bookingWindowDays: number;
}

/** All that pricing and booking a stay need to know of a property. */
export interface BookableProperty {
  readonly id: string;
  readonly hostId: string;
  readonly status: PropertyStatus;
  readonly title: string;
  readonly timeZone: string;
  /** how many it sleeps */
  readonly guests: number;
  readonly country: string;
  readonly region: string;
  readonly city: string;
  /** null until the host has set a price */
  readonly rates: PropertyRates | null;
  readonly rules: StayRules;
}

/** A property as it is shown. */
export interface PropertyRow extends Prices, StayRules {
  id: string;
  hostId: string;
  status: PropertyStatus;
  title: string;
  description: string;
  type: PropertyType;
  roomType: RoomType;
  addressLine1: string;
  city: string;
  region: string;
  postalCode: string;
  country: string;
  latitude: number;
  longitude: number;
  timeZone: string;
  guests: number;
  bedrooms: number;
  beds: number;
  bathrooms: number;
  amenities: string[];
  /** of all ratings, here and brought along */
  ratingTotal: number;
  ratingCount: number;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  publishedAt: Date | null;
}

const priceColumns = sql`
  p.currency,
  p.nightly,
  p.weekend_nightly AS "weekendNightly",
  p.cleaning_fee AS "cleaningFee",
  p.extra_guest_fee AS "extraGuestFee",
  p.guests_included AS "guestsIncluded",
  p.pet_fee AS "petFee",
  p.weekly_discount_bp AS "weeklyDiscountBp",
  p.monthly_discount_bp AS "monthlyDiscountBp"`;

const ruleColumns = sql`
  p.booking_mode AS "bookingMode",
  p.min_nights AS "minNights",
  p.max_nights AS "maxNights",
  p.check_in_from AS "checkInFrom",
  p.check_out_by AS "checkOutBy",
  p.cancellation_policy AS "cancellationPolicy",
  p.preparation_nights AS "preparationNights",
  p.advance_notice_hours AS "advanceNoticeHours",
  p.booking_window_days AS "bookingWindowDays"`;

const shownColumns = sql`
  p.id,
  p.host_id AS "hostId",
  p.status,
  p.title,
  p.description,
  p.type,
  p.room_type AS "roomType",
  p.address_line1 AS "addressLine1",
  p.city,
  p.region,
  p.postal_code AS "postalCode",
  p.country,
  p.latitude,
  p.longitude,
  p.time_zone AS "timeZone",
  p.guests,
  p.bedrooms,
  p.beds,
  p.bathrooms::double precision AS bathrooms,
  p.amenities,
  (p.rating_sum + COALESCE(p.imported_rating, 0) * p.imported_ratings)::double precision AS "ratingTotal",
  p.rating_count + p.imported_ratings AS "ratingCount",
  p.version,
  p.created_at AS "createdAt",
  p.updated_at AS "updatedAt",
  p.published_at AS "publishedAt",
  ${priceColumns},
  ${ruleColumns}`;

/** Properties by id, whatever their status, in no order. */
export function propertiesByIds(em: EntityManager, ids: readonly string[]): Promise<PropertyRow[]> {
  return rows(
    em,
    sql<PropertyRow>`
      SELECT ${shownColumns}
      FROM properties p
      WHERE p.id = ANY(${ids}::uuid[])`,
  );
}

/** A host's properties, the newest first, those after `beforeId`. By the index on (host_id, id DESC). */
export function propertiesOfHost(
  em: EntityManager,
  hostId: string,
  beforeId: string | undefined,
  limit: number,
): Promise<PropertyRow[]> {
  const older = beforeId === undefined ? sql`` : sql`AND p.id < ${beforeId}`;
  return rows(
    em,
    sql<PropertyRow>`
      SELECT ${shownColumns}
      FROM properties p
      WHERE p.host_id = ${hostId}
        ${older}
      ORDER BY p.id DESC
      LIMIT ${limit}`,
  );
}

interface BookableRow extends Prices, StayRules {
  id: string;
  hostId: string;
  status: PropertyStatus;
  title: string;
  timeZone: string;
  guests: number;
  country: string;
  region: string;
  city: string;
  firstDate: LocalDate | null;
  amounts: (number | null)[] | null;
}

/** What can be booked, by id, with the prices of single nights; whatever the status. */
export async function bookableProperties(em: EntityManager, ids: readonly string[]): Promise<BookableProperty[]> {
  const found = await rows(
    em,
    sql<BookableRow>`
      SELECT
        p.id,
        p.host_id AS "hostId",
        p.status,
        p.title,
        p.time_zone AS "timeZone",
        p.guests,
        p.country,
        p.region,
        p.city,
        r.first_date AS "firstDate",
        r.amounts,
        ${priceColumns},
        ${ruleColumns}
      FROM properties p
      LEFT JOIN rate_calendars r ON r.property_id = p.id
      WHERE p.id = ANY(${ids}::uuid[])`,
  );
  return found.map(bookableOf);
}

function bookableOf(row: BookableRow): BookableProperty {
  return {
    id: row.id,
    hostId: row.hostId,
    status: row.status,
    title: row.title,
    timeZone: row.timeZone,
    guests: row.guests,
    country: row.country,
    region: row.region,
    city: row.city,
    rates: ratesOf(row),
    rules: {
      bookingMode: row.bookingMode,
      minNights: row.minNights,
      maxNights: row.maxNights,
      checkInFrom: row.checkInFrom,
      checkOutBy: row.checkOutBy,
      cancellationPolicy: row.cancellationPolicy,
      preparationNights: row.preparationNights,
      advanceNoticeHours: row.advanceNoticeHours,
      bookingWindowDays: row.bookingWindowDays,
    },
  };
}

function ratesOf(row: BookableRow): PropertyRates | null {
  if (row.currency === null || row.nightly === null) return null;
  return {
    currency: row.currency,
    nightly: row.nightly,
    ...(row.weekendNightly !== null && { weekendNightly: row.weekendNightly }),
    overrides: overridesOf(row.firstDate, row.amounts),
    cleaningFee: row.cleaningFee,
    extraGuestFee: row.extraGuestFee,
    guestsIncluded: row.guestsIncluded,
    petFee: row.petFee,
    weeklyDiscountBasisPoints: row.weeklyDiscountBp,
    monthlyDiscountBasisPoints: row.monthlyDiscountBp,
  };
}

function overridesOf(firstDate: LocalDate | null, amounts: (number | null)[] | null): Map<LocalDate, number> {
  const overrides = new Map<LocalDate, number>();
  if (firstDate === null) return overrides;
  for (const [day, amount] of amounts?.entries() ?? []) {
    if (amount !== null) overrides.set(addDays(firstDate, day), amount);
  }
  return overrides;
}

/** The first night from `today` on that a booking has taken, if any: read after the property's calendar is locked. */
export async function nextBookedNight(
  tx: EntityManager,
  propertyId: string,
  today: LocalDate,
): Promise<LocalDate | undefined> {
  const [claim] = await rows(
    tx,
    sql<{ night: LocalDate }>`
      SELECT greatest(lower(stay), ${today}::date) AS night
      FROM claims
      WHERE property_id = ${propertyId}
        AND kind = 'booking'
        AND stay && daterange(${today}::date, NULL)
      ORDER BY stay
      LIMIT 1`,
  );
  return claim?.night;
}
