import type { EntityManager } from '@mikro-orm/postgresql';
import type { Permission } from '#contracts/properties/permissions.js';
import type { PropertyStatus } from '#contracts/properties/property.dto.js';
import type { PropertyType, RoomType } from '#contracts/properties/types.js';
import { rows, sql } from '#database';
import type { LocalDate } from '#dates';
import { permissionsOf } from './access.rules.js';
import { idsReachedBy } from './reach.queries.js';
import type { PricedByDate, Prices } from './prices.js';
import { hostIsSuspended, placeColumns, priceColumns, ruleColumns } from './property-columns.js';
import type { StayRules } from './stay-rules.js';

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
  /** whether everyone may see it */
  isPublic: boolean;
  /** what the viewer may do with it; null when that is nothing */
  permissions: Permission[] | null;
}

const shownColumns = sql`
  p.id,
  p.host_id AS "hostId",
  ${placeColumns},
  (p.rating_sum + COALESCE(p.imported_rating, 0) * p.imported_ratings)::double precision AS "ratingTotal",
  p.rating_count + p.imported_ratings AS "ratingCount",
  p.version,
  p.created_at AS "createdAt",
  p.updated_at AS "updatedAt",
  p.published_at AS "publishedAt",
  p.status = 'published' AND NOT ${hostIsSuspended} AS "isPublic",
  ${priceColumns},
  ${ruleColumns}`;

/** Properties by id, whatever their status, in no order. */
export function propertiesByIds(
  em: EntityManager,
  ids: readonly string[],
  viewerId: string | undefined,
): Promise<PropertyRow[]> {
  return rows(
    em,
    sql<PropertyRow>`
      SELECT ${shownColumns}, ${permissionsOf(viewerId)} AS permissions
      FROM properties p
      WHERE p.id = ANY(${ids}::uuid[])`,
  );
}

/**
 * The properties of an actor and those that they have been granted anything at, the newest first, those after `beforeId`.
 */
export function propertiesReachedBy(
  em: EntityManager,
  actorId: string,
  beforeId: string | undefined,
  limit: number,
): Promise<PropertyRow[]> {
  return rows(
    em,
    sql<PropertyRow>`
      SELECT ${shownColumns}, ${permissionsOf(actorId)} AS permissions
      FROM properties p
      WHERE p.id IN (${idsReachedBy(actorId, { beforeId, limit })})
      ORDER BY p.id DESC`,
  );
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

/** Whether a property has prices of seasons, and of single nights: read after its calendar is locked. */
export async function pricedByDate(tx: EntityManager, propertyId: string): Promise<PricedByDate> {
  const [found] = await rows(
    tx,
    sql<PricedByDate>`
      SELECT EXISTS (SELECT FROM seasons WHERE property_id = ${propertyId}) AS seasons,
             EXISTS (SELECT FROM rate_calendars WHERE property_id = ${propertyId}) AS nights`,
  );
  return found ?? { seasons: false, nights: false };
}
