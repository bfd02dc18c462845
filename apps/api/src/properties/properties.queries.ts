import type { EntityManager } from '@mikro-orm/postgresql';
import type { PropertyStatus } from '#contracts/properties/property.dto.js';
import type { PropertyType, RoomType } from '#contracts/properties/types.js';
import { rows, sql } from '#database';
import type { LocalDate } from '#dates';
import type { Prices } from './prices.js';
import { priceColumns, ruleColumns } from './property-columns.js';
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
}

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
