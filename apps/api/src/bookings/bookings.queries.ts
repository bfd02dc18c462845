import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingRole, BookingStatus } from '#contracts/booking-states.js';
import type { BookingMode, CancellationPolicy } from '#contracts/properties/rules.dto.js';
import type { LineKind } from '#contracts/quotes.dto.js';
import { firstRow, rows, sql, type Database } from '#database';
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
    q.lines, q.host_lines AS "hostLines",
    p.title, p.address_line1 AS "addressLine1", p.city, p.country
  FROM bookings b
  JOIN quotes q ON q.id = b.quote_id
  JOIN properties p ON p.id = b.property_id`;

/** A booking that the user is on either side of. */
export async function bookingOf(database: Database, userId: string, id: string): Promise<BookingRow | undefined> {
  return database.firstRow(sql<BookingRow>`
    ${SELECTED}
    WHERE b.id = ${id}
      AND ${userId} IN (b.guest_id, b.host_id)`);
}

/** Which page of whose bookings. */
export interface BookingsFilter {
  userId: string;
  role: BookingRole;
  status?: BookingStatus;
  /** the last one of the page before */
  beforeId?: string;
  limit: number;
}

/** A user's bookings on one side, the newest first: the index on (guest_id, id) or (host_id, id) is read backwards. */
export async function bookingsOf(database: Database, filter: BookingsFilter): Promise<BookingRow[]> {
  const side = filter.role === 'guest' ? sql`b.guest_id` : sql`b.host_id`;
  return database.rows(sql<BookingRow>`
    ${SELECTED}
    WHERE ${side} = ${filter.userId}
      ${filter.status === undefined ? sql`` : sql`AND b.status = ${filter.status}`}
      ${filter.beforeId === undefined ? sql`` : sql`AND b.id < ${filter.beforeId}`}
    ORDER BY b.id DESC
    LIMIT ${filter.limit}`);
}

/** At which property a booking is: that never changes, so it may be read before anything is locked. */
export async function placeOfBooking(tx: EntityManager, bookingId: string): Promise<string | undefined> {
  const booking = await firstRow(
    tx,
    sql<{ propertyId: string }>`
      SELECT property_id AS "propertyId"
      FROM bookings
      WHERE id = ${bookingId}`,
  );
  return booking?.propertyId;
}

/**
 * Locks a booking until the transaction ends, after its calendar. FOR NO KEY UPDATE, because rows that point at it
 * (journals, refunds' payments) are written by those who hold its payment, and must not wait for us who wait for that.
 */
export async function lockBooking(tx: EntityManager, bookingId: string): Promise<void> {
  await rows(
    tx,
    sql`
      SELECT id
      FROM bookings
      WHERE id = ${bookingId}
      FOR NO KEY UPDATE`,
  );
}

/** The booking that a quote has made. */
export async function bookingFromQuote(tx: EntityManager, quoteId: string): Promise<string | undefined> {
  const booking = await firstRow(
    tx,
    sql<{ id: string }>`
      SELECT id
      FROM bookings
      WHERE quote_id = ${quoteId}`,
  );
  return booking?.id;
}

/** The guest's price of a booking, line by line. */
export async function priceLinesOf(tx: EntityManager, quoteId: string): Promise<ChargedLine[]> {
  const quotes = await rows(
    tx,
    sql<{ lines: ChargedLine[] }>`
      SELECT lines
      FROM quotes
      WHERE id = ${quoteId}`,
  );
  return quotes.flatMap(({ lines }) => lines);
}

/** Up to `limit` bookings that have waited too long for a payment or an answer, the longest first. */
export async function overdueBookings(database: Database, now: Date, limit: number): Promise<string[]> {
  const overdue = await database.rows(sql<{ id: string }>`
    SELECT id
    FROM bookings
    WHERE status IN ('pending_payment', 'requested')
      AND accepted_at IS NULL
      AND expires_at <= ${now}
    ORDER BY expires_at
    LIMIT ${limit}`);
  return overdue.map(({ id }) => id);
}

/** Locks the calendar of a booking's property unless somebody else has it; whether it did. */
export async function lockFreeCalendar(tx: EntityManager, bookingId: string): Promise<boolean> {
  const calendar = await firstRow(
    tx,
    sql`
      SELECT property_id
      FROM calendars
      WHERE property_id = (SELECT property_id FROM bookings WHERE id = ${bookingId})
      FOR UPDATE SKIP LOCKED`,
  );
  return calendar !== undefined;
}
