import type { EntityManager } from '@mikro-orm/postgresql';
import { firstRow, rows, sql } from '#database';
import { may } from '../properties/access.rules.js';
import type { CancellationPolicy as CancellationTerms } from '../properties/cancellation.rules.js';
import type { ChargedLine } from './cancellation/refund-lines.js';

const OF_BOOKINGS = { host: sql`host_id`, property: sql`property_id` };

/**
 * At which property a booking is: that never changes, so it may be read before anything is locked.
 * @param userId who has to be on either side of it, if anybody: its guest, its host, or a co-host with `bookings`
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
        ${userId === undefined ? sql`` : sql`AND (guest_id = ${userId} OR ${may(userId, 'bookings', OF_BOOKINGS)})`}`,
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
