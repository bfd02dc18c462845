import type { EntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import type { BookingRole, BookingStatus } from '#contracts/booking-states.js';
import type { BookingMode, CancellationPolicy } from '#contracts/properties/rules.dto.js';
import type { LineKind } from '#contracts/quotes.dto.js';
import { firstRow, rows, sql, type Database } from '#database';
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

/** A booking that the user is on either side of. */
export async function bookingOf(database: Database, userId: string, id: string): Promise<BookingRow | undefined> {
  return database.firstRow(sql<BookingRow>`
    ${SELECTED}
    WHERE b.id = ${id}
      AND ${userId} IN (b.guest_id, b.host_id)`);
}

/** Those of these bookings that the user is on either side of. */
export async function bookingsByIds(database: Database, userId: string, ids: readonly string[]): Promise<BookingRow[]> {
  return database.rows(sql<BookingRow>`
    ${SELECTED}
    WHERE b.id = ANY (${[...ids]}::uuid[])
      AND ${userId} IN (b.guest_id, b.host_id)`);
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

/** A user's bookings on one side, the newest first: the index on (guest_id, id) or (host_id, id) is read backwards. */
export async function bookingsOf(database: Database, filter: BookingsFilter): Promise<BookingRow[]> {
  return database.rows(sql<BookingRow>`
    ${SELECTED}
    WHERE ${onSide(filter)}
      ${filter.beforeId === undefined ? sql`` : sql`AND b.id < ${filter.beforeId}`}
    ORDER BY b.id DESC
    LIMIT ${filter.limit}`);
}

/** All of them, without what is shown: to be counted. */
export function bookingsOn(filter: BookingsOn): RawBuilder<unknown> {
  return sql`
    SELECT
    FROM bookings b
    WHERE ${onSide(filter)}`;
}

function onSide({ userId, role, status }: BookingsOn): RawBuilder<unknown> {
  const side = role === 'guest' ? sql`b.guest_id` : sql`b.host_id`;
  return sql`${side} = ${userId} ${status === undefined ? sql`` : sql`AND b.status = ${status}`}`;
}

/**
 * At which property a booking is: that never changes, so it may be read before anything is locked.
 * @param userId who has to be on either side of it, if anybody
 */
export async function placeOfBooking(
  tx: EntityManager,
  bookingId: string,
  userId?: string,
): Promise<string | undefined> {
  const booking = await firstRow(
    tx,
    sql<{ propertyId: string }>`
      SELECT property_id AS "propertyId"
      FROM bookings
      WHERE id = ${bookingId}
        ${userId === undefined ? sql`` : sql`AND ${userId} IN (guest_id, host_id)`}`,
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

/** What a guest was sold: the price, line by line, and the terms on which they may cancel. */
export interface SoldStay {
  lines: ChargedLine[];
  cancellationTerms: CancellationTerms;
}

/** What was sold by a quote. */
export async function soldBy(tx: EntityManager, quoteId: string): Promise<SoldStay> {
  const sold = await firstRow(
    tx,
    sql<SoldStay>`
      SELECT lines, cancellation_terms AS "cancellationTerms"
      FROM quotes
      WHERE id = ${quoteId}`,
  );
  if (!sold) throw new Error(`there is no quote ${quoteId}`);
  return sold;
}

/** The columns whose instants bookings have to keep, and which bookings have each before them. */
const WAITING_FOR = {
  expires_at: sql`status IN ('pending_payment', 'requested') AND accepted_at IS NULL`,
  check_in_at: sql`status = 'confirmed'`,
  check_out_at: sql`status = 'in_stay'`,
} as const;

export type Deadline = keyof typeof WAITING_FOR;

/** A booking whose deadline has come, and how often it could not be kept. */
export interface DueBooking {
  id: string;
  status: BookingStatus;
  attempts: number;
}

/**
 * Up to `limit` bookings whose deadline has come, the longest ago first, without those that failed and are set aside.
 * Each deadline has an index of its own, with only those before whom it is.
 */
export async function dueBookings(
  database: Database,
  deadline: Deadline,
  now: Date,
  limit: number,
): Promise<DueBooking[]> {
  return database.rows(sql<DueBooking>`
    SELECT id, status, attempts
    FROM bookings
    WHERE ${WAITING_FOR[deadline]}
      AND ${sql.ref(deadline)} <= ${now}
      AND (retry_at IS NULL OR retry_at <= ${now})
    ORDER BY ${sql.ref(deadline)}
    LIMIT ${limit}`);
}

/**
 * Has a booking's deadline, which could not be kept, be looked at again at `retryAt`. One that others have moved, or set
 * aside, since it was found to be due stays as they left it: its new deadline must not wait for the old one's pause.
 */
export async function setBookingAside(
  database: Database,
  { id, status, attempts }: DueBooking,
  retryAt: Date,
): Promise<void> {
  await database.rows(sql`
    UPDATE bookings
    SET attempts = attempts + 1, retry_at = ${retryAt}
    WHERE id = ${id}
      AND status = ${status}
      AND attempts = ${attempts}`);
}

/** Locks a booking that is in `status`, unless somebody else has it; whether it did. */
export async function lockFreeBooking(tx: EntityManager, bookingId: string, status: BookingStatus): Promise<boolean> {
  const booking = await firstRow(
    tx,
    sql`
      SELECT id
      FROM bookings
      WHERE id = ${bookingId}
        AND status = ${status}
      FOR NO KEY UPDATE SKIP LOCKED`,
  );
  return booking !== undefined;
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
