import type { RawBuilder } from 'kysely';
import type { BookingRole, BookingStatus } from '#contracts/booking-states.js';
import type { BookingMode, CancellationPolicy } from '#contracts/properties/rules.dto.js';
import type { LineKind } from '#contracts/line-kinds.js';
import { sql, type Database } from '#database';
import type { PriceRule } from '../pricing/price.rules.js';
import { may, type Place } from '../properties/access.rules.js';
import type { CancellationPolicy as CancellationTerms } from '../properties/cancellation.rules.js';
import type { ChargedLine } from './cancellation/refund-lines.js';

/** A line as a quote keeps it; amounts in minor units. */
export interface QuotedLine<Kind extends LineKind = LineKind> {
  kind: Kind;
  description: string;
  date?: string;
  quantity: number;
  unit: number;
  amount: number;
  chargedOn?: ChargedLine['kind'][];
  /** none in lines that were priced before rules were kept */
  rules?: PriceRule[];
}

/** A booking with what is shown along with it; amounts in minor units. */
export interface BookingRow {
  id: string;
  code: string;
  status: BookingStatus;
  bookingMode: BookingMode;
  propertyId: string;
  guestId: string;
  hostId: string;
  quoteId: string;
  checkIn: string;
  checkOut: string;
  checkInAt: Date;
  checkOutAt: Date;
  timeZone: string;
  adults: number;
  children: number;
  infants: number;
  pets: number;
  currency: string;
  total: number;
  hostTotal: number;
  cancellationPolicy: CancellationPolicy;
  message: string;
  expiresAt: Date | null;
  acceptedAt: Date | null;
  confirmedAt: Date | null;
  endedAt: Date | null;
  version: number;
  createdAt: Date;
  /** on which it was sold */
  cancellationTerms: CancellationTerms;
  lines: QuotedLine<ChargedLine['kind']>[];
  hostLines: QuotedLine[];
  title: string;
  addressLine1: string;
  city: string;
  country: string;
}

const SELECTED = sql`
  SELECT b.id, b.code, b.status, b.booking_mode AS "bookingMode", b.property_id AS "propertyId",
    b.guest_id AS "guestId", b.host_id AS "hostId", b.quote_id AS "quoteId",
    b.check_in AS "checkIn", b.check_out AS "checkOut", b.check_in_at AS "checkInAt", b.check_out_at AS "checkOutAt",
    b.time_zone AS "timeZone", b.adults, b.children, b.infants, b.pets,
    b.currency, b.total, b.host_total AS "hostTotal", b.cancellation_policy AS "cancellationPolicy", b.message,
    b.expires_at AS "expiresAt", b.accepted_at AS "acceptedAt", b.confirmed_at AS "confirmedAt",
    b.ended_at AS "endedAt", b.version, b.created_at AS "createdAt",
    q.cancellation_terms AS "cancellationTerms", q.lines, q.host_lines AS "hostLines",
    p.title, p.address_line1 AS "addressLine1", p.city, p.country
  FROM bookings b
  JOIN quotes q ON q.id = b.quote_id
  JOIN properties p ON p.id = b.property_id`;

const AT: Place = { host: sql`b.host_id`, property: sql`b.property_id` };

/** On either side of a booking: its guest, its host, or a co-host with `bookings`. */
const isOnASide = (userId: string): RawBuilder<boolean> =>
  sql<boolean>`(b.guest_id = ${userId} OR ${may(userId, 'bookings', AT)})`;

/** A booking that the user is on either side of. */
export async function bookingOf(database: Database, userId: string, id: string): Promise<BookingRow | undefined> {
  return database.firstRow(sql<BookingRow>`
    ${SELECTED}
    WHERE b.id = ${id}
      AND ${isOnASide(userId)}`);
}

/** Those of these bookings that the user is on either side of. */
export async function bookingsByIds(database: Database, userId: string, ids: readonly string[]): Promise<BookingRow[]> {
  return database.rows(sql<BookingRow>`
    ${SELECTED}
    WHERE b.id = ANY (${[...ids]}::uuid[])
      AND ${isOnASide(userId)}`);
}

/** Whose bookings, on which side. */
export interface BookingsOn {
  userId: string;
  role: BookingRole;
  status?: BookingStatus;
}

/** Which page of them. */
export interface BookingsFilter extends BookingsOn {
  /** the last one of the page before */
  beforeId?: string;
  limit: number;
}

/**
 * A user's bookings on one side, the newest first: the index on (guest_id, id) or (host_id, id) is read backwards, and for
 * co-hosts that on (property_id, id); each no further than the page is long.
 */
export async function bookingsOf(database: Database, filter: BookingsFilter): Promise<BookingRow[]> {
  const page = sql`
    ${filter.beforeId === undefined ? sql`` : sql`AND id < ${filter.beforeId}`}
    ORDER BY id DESC
    LIMIT ${filter.limit}`;
  return database.rows(sql<BookingRow>`
    ${SELECTED}
    WHERE b.id IN (
      SELECT id
      FROM (${onSide(filter, page)}) mine
      ORDER BY id DESC
      LIMIT ${filter.limit}
    )
    ORDER BY b.id DESC`);
}

/** All of them, without what is shown: to be counted. */
export function bookingsOn(filter: BookingsOn): RawBuilder<unknown> {
  return onSide(filter, sql``);
}

/** @param page how each of the lists is ordered and where it ends */
function onSide({ userId, role, status }: BookingsOn, page: RawBuilder<unknown>): RawBuilder<unknown> {
  const inState = status === undefined ? sql`` : sql`AND status = ${status}`;
  if (role === 'guest') return sql`(SELECT id FROM bookings WHERE guest_id = ${userId} ${inState} ${page})`;
  // What a co-host has booked themselves is theirs as a guest: they do not answer their own request.
  const others = sql`AND guest_id <> ${userId} ${inState} ${page}`;
  return sql`
    (SELECT id FROM bookings WHERE host_id = ${userId} ${inState} ${page})
    UNION ALL
    SELECT theirs.id
    FROM reach_of(${userId}::uuid, 'bookings') g
    CROSS JOIN LATERAL (
      SELECT id FROM bookings WHERE property_id = g.property_id AND host_id = g.host_id ${others}
    ) theirs
    UNION ALL
    SELECT theirs.id
    FROM reach_of(${userId}::uuid, 'bookings') g
    CROSS JOIN LATERAL (SELECT id FROM bookings WHERE host_id = g.host_id ${others}) theirs
    WHERE g.property_id IS NULL`;
}
