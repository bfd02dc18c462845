import type { EntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import type { BlockReason } from '#contracts/blocks.dto.js';
import type { Permission } from '#contracts/properties/permissions.js';
import type { ClaimKind } from '#contracts/planning-board.dto.js';
import { firstRow, rows, sql } from '#database';
import { toDateRange, type LocalDate, type Stay } from '#dates';
import { permissionsOf } from '../properties/access.rules.js';
import type { Claim } from './claims.js';

/** Takes the property's calendar for this transaction: whoever changes its nights does so first. False: no property. */
export async function lockCalendar(tx: EntityManager, propertyId: string): Promise<boolean> {
  const row = await firstRow(tx, sql`SELECT property_id FROM calendars WHERE property_id = ${propertyId} FOR UPDATE`);
  return row !== undefined;
}

/** The claims in the way of a stay at a property, by their nights or by the preparation that they need. */
export async function claimsAgainst(
  tx: EntityManager,
  propertyId: string,
  stay: Stay,
): Promise<{ claims: Claim[]; preparationNights: number }> {
  const found = await rows(
    tx,
    sql<ClaimRow & { preparationNights: number }>`
      SELECT c.kind, lower(c.stay) AS "checkIn", upper(c.stay) AS "checkOut",
        p.preparation_nights AS "preparationNights"
      FROM properties p
      JOIN claims c ON c.property_id = p.id
      WHERE p.id = ${propertyId}
        AND c.stay && daterange(${stay.checkIn}::date - p.preparation_nights, ${stay.checkOut}::date + p.preparation_nights)
      ORDER BY lower(c.stay)`,
  );
  return { claims: found.map(claimOf), preparationNights: found[0]?.preparationNights ?? 0 };
}

interface ClaimRow {
  kind: ClaimKind;
  checkIn: LocalDate;
  checkOut: LocalDate;
}

function claimOf({ kind, checkIn, checkOut }: ClaimRow): Claim {
  return { kind, stay: { checkIn, checkOut } };
}

/** A claim to be made. */
export interface NewClaim {
  id: string;
  propertyId: string;
  stay: Stay;
  kind: ClaimKind;
  bookingId: string | null;
  note: string;
}

/** Takes nights off the calendar. Fails with the constraint `claims_no_overlap` when they are taken. */
export async function insertClaim(tx: EntityManager, claim: NewClaim, now: Date): Promise<void> {
  await rows(
    tx,
    sql`
      INSERT INTO claims (id, property_id, stay, kind, booking_id, note, created_at)
      VALUES (${claim.id}, ${claim.propertyId}, ${toDateRange(claim.stay)}::daterange, ${claim.kind}, ${claim.bookingId},
        ${claim.note}, ${now})`,
  );
}

/** Gives a booking's nights back. */
export async function deleteClaimOfBooking(tx: EntityManager, bookingId: string): Promise<void> {
  await rows(tx, sql`DELETE FROM claims WHERE booking_id = ${bookingId}`);
}

/** Nights that the host has taken off the calendar, also by cancelling a booking. */
export interface BlockRow {
  id: string;
  propertyId: string;
  from: LocalDate;
  to: LocalDate;
  reason: BlockReason;
  note: string;
  createdAt: Date;
}

type Found<Row> = Row | { [Name in keyof Row]: null };

/** Where a page of blocks ends. */
export type BlockKeys = [from: LocalDate, id: string];

const blockColumns = sql`
  c.id,
  c.property_id AS "propertyId",
  lower(c.stay) AS "from",
  upper(c.stay) AS "to",
  CASE c.kind WHEN 'block' THEN 'blocked' ELSE c.kind END AS reason,
  c.note,
  c.created_at AS "createdAt"`;

/** What an actor may do at a property, null for nothing; and one of its blocks, if it is there. */
export async function blockOf(
  em: EntityManager,
  actorId: string,
  propertyId: string,
  blockId: string,
): Promise<{ permissions: Permission[] | null; block: BlockRow | undefined } | undefined> {
  const found = await firstRow(
    em,
    sql<Found<BlockRow> & { permissions: Permission[] | null }>`
      SELECT ${blockColumns}, ${permissionsOf(actorId)} AS permissions
      FROM properties p
      LEFT JOIN claims c ON c.property_id = p.id AND c.id = ${blockId} AND c.kind IN ('block', 'cancelled')
      WHERE p.id = ${propertyId}`,
  );
  if (!found) return undefined;
  const { permissions, ...block } = found;
  return { permissions, block: block.id === null ? undefined : block };
}

/** A property's blocks in order of their dates, those after `after`. By the index claims_blocks. */
export function blocksOf(
  em: EntityManager,
  propertyId: string,
  after: BlockKeys | undefined,
  limit: number,
): Promise<BlockRow[]> {
  const later = after ? sql`AND (lower(c.stay), c.id) > (${after[0]}::date, ${after[1]}::uuid)` : sql``;
  return rows(
    em,
    sql<BlockRow>`
      SELECT ${blockColumns}
      FROM claims c
      WHERE c.property_id = ${propertyId}
        AND c.kind IN ('block', 'cancelled')
        ${later}
      ORDER BY lower(c.stay), c.id
      LIMIT ${limit}`,
  );
}

/** All of them, without what is shown: to be counted. */
export function allBlocksOf(propertyId: string): RawBuilder<unknown> {
  return sql`
    SELECT
    FROM claims
    WHERE property_id = ${propertyId}
      AND kind IN ('block', 'cancelled')`;
}

/** Removes a block that can be given back; whether there was one. */
export async function deleteBlock(tx: EntityManager, propertyId: string, blockId: string): Promise<boolean> {
  const row = await firstRow(
    tx,
    sql`
      DELETE FROM claims
      WHERE id = ${blockId}
        AND property_id = ${propertyId}
        AND kind = 'block'
      RETURNING id`,
  );
  return row !== undefined;
}
