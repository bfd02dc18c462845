import type { EntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import { firstRow, rows, sql } from '#database';
import { countRows } from '#http';

/** A stay, for who wants to review it. */
export interface ReviewableStay {
  propertyId: string;
  status: string;
  authorName: string;
}

/** A review, as it is read. */
export interface ReviewRow {
  id: string;
  propertyId: string;
  authorName: string;
  rating: number | null;
  comment: string;
  createdAt: Date;
}

/** A review to be written. */
export interface NewReview {
  id: string;
  propertyId: string;
  bookingId: string;
  authorId: string;
  authorName: string;
  rating: number;
  comment: string;
  createdAt: Date;
}

/** Where a page begins: after the review of that instant and id. */
export type PlaceInReviews = [createdAt: string, id: string];

/** The guest's own stay of a booking. */
export function stayOfGuest(
  tx: EntityManager,
  bookingId: string,
  guestId: string,
): Promise<ReviewableStay | undefined> {
  return firstRow(
    tx,
    sql<ReviewableStay>`
      SELECT b.property_id AS "propertyId", b.status, u.first_name AS "authorName"
      FROM bookings b
      JOIN users u ON u.id = b.guest_id
      WHERE b.id = ${bookingId}
        AND b.guest_id = ${guestId}`,
  );
}

/** Writes a review. A second one of the stay fails by `reviews_once`. */
export async function insertReview(tx: EntityManager, review: NewReview): Promise<void> {
  await rows(
    tx,
    sql`
      INSERT INTO reviews (id, property_id, booking_id, author_id, author_name, rating, comment, created_at)
      VALUES (${review.id}, ${review.propertyId}, ${review.bookingId}, ${review.authorId}, ${review.authorName},
              ${review.rating}, ${review.comment}, ${review.createdAt})`,
  );
}

/** Adds a rating to a property's mean: in one statement, so that no other rating is lost. Its version stays. */
export async function countRating(tx: EntityManager, propertyId: string, rating: number): Promise<void> {
  await rows(
    tx,
    sql`
      UPDATE properties
      SET rating_sum = rating_sum + ${rating}, rating_count = rating_count + 1
      WHERE id = ${propertyId}`,
  );
}

/** The reviews with these ids, in no order; an id that is none's is left out. */
export function reviewsByIds(ids: readonly string[]): RawBuilder<ReviewRow> {
  return sql<ReviewRow>`
    SELECT r.id, r.property_id AS "propertyId", r.author_name AS "authorName", r.rating, r.comment, r.created_at AS "createdAt"
    FROM reviews r
    WHERE r.id = ANY (${[...ids]}::uuid[])`;
}

/** The latest reviews of each property after a place in their order: one walk along the index a property. */
export function latestReviews(
  propertyIds: readonly string[],
  after: PlaceInReviews | undefined,
  limit: number,
): RawBuilder<ReviewRow> {
  const later = after ? sql`AND (r.created_at, r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``;
  return sql<ReviewRow>`
    SELECT latest.*
    FROM unnest(${propertyIds}::uuid[]) WITH ORDINALITY AS wanted (property_id, place)
    CROSS JOIN LATERAL (
      SELECT r.id, r.property_id AS "propertyId", r.author_name AS "authorName", r.rating, r.comment, r.created_at AS "createdAt"
      FROM reviews r
      WHERE r.property_id = wanted.property_id
        ${later}
      ORDER BY r.created_at DESC, r.id DESC
      LIMIT ${limit}
    ) latest
    ORDER BY wanted.place, latest."createdAt" DESC, latest.id DESC`;
}

/** How many reviews each property has: of each no more are read than are counted. */
export function countReviews(propertyIds: readonly string[]): RawBuilder<{ propertyId: string; number: number }> {
  return sql<{ propertyId: string; number: number }>`
    SELECT wanted.property_id AS "propertyId", counted.number
    FROM unnest(${[...propertyIds]}::uuid[]) AS wanted (property_id)
    CROSS JOIN LATERAL (${countRows(sql`
      SELECT
      FROM reviews r
      WHERE r.property_id = wanted.property_id`)}
    ) counted`;
}

/** Whether a property is, or was, shown to everyone. */
export function wasPublished(propertyId: string): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    SELECT id
    FROM properties
    WHERE id = ${propertyId}
      AND status <> 'draft'`;
}
