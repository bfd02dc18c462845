import type { RawBuilder } from 'kysely';
import { sql } from '#database';

/** Whom a letter goes to; without an address (an imported account) none is written. */
export interface Recipient {
  firstName: string;
  email: string | null;
}

/** What letters about a booking tell of it. */
export interface BookedStay {
  code: string;
  title: string;
  /** YYYY-MM-DD, at the property */
  checkIn: string;
  checkOut: string;
  /** when the stay begins and ends, as it was sold */
  checkInAt: Date;
  checkOutAt: Date;
  timeZone: string;
  /** minor units */
  total: number;
  currency: string;
  guestId: string;
  guestFirstName: string;
  guestEmail: string | null;
  hostId: string;
  hostFirstName: string;
  hostEmail: string | null;
}

/** A user, to write to. */
export function recipient(userId: string): RawBuilder<Recipient & { emailVerified: boolean }> {
  return sql<Recipient & { emailVerified: boolean }>`
    SELECT first_name AS "firstName", email, email_verified_at IS NOT NULL AS "emailVerified"
    FROM users
    WHERE id = ${userId}::uuid`;
}

/** A booking with its property, its guest and its host. */
export function bookedStay(bookingId: string): RawBuilder<BookedStay> {
  return sql<BookedStay>`
    SELECT
      b.code,
      p.title,
      b.check_in AS "checkIn",
      b.check_out AS "checkOut",
      b.check_in_at AS "checkInAt",
      b.check_out_at AS "checkOutAt",
      b.time_zone AS "timeZone",
      b.total,
      b.currency,
      guest.id AS "guestId",
      guest.first_name AS "guestFirstName",
      guest.email AS "guestEmail",
      host.id AS "hostId",
      host.first_name AS "hostFirstName",
      host.email AS "hostEmail"
    FROM bookings b
    JOIN properties p ON p.id = b.property_id
    JOIN users guest ON guest.id = b.guest_id
    JOIN users host ON host.id = b.host_id
    WHERE b.id = ${bookingId}::uuid`;
}
