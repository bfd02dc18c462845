import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingStatus } from '#contracts/booking-states.js';
import { firstRow, sql, type Database } from '#database';

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
