import { defineEntity, p } from '@mikro-orm/core';
import { newCode, newId } from '#clock';
import type { BookingStatus } from '#contracts/booking-states.js';
import type { BookingMode, CancellationPolicy } from '#contracts/properties/rules.dto.js';
import type { Stay } from '#dates';
import { IllegalTransition } from '#http';
import {
  bookingStatuses,
  holdsNights,
  mayCause,
  nextState,
  type BookingAction,
  type BookingActor,
} from './booking.states.js';

/** What a booking is made from. Amounts in minor units. */
export interface NewBooking {
  propertyId: string;
  guestId: string;
  hostId: string;
  quoteId: string;
  bookingMode: BookingMode;
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
}

const BookingSchema = defineEntity({
  name: 'Booking',
  tableName: 'bookings',
  properties: {
    id: p.uuid().primary(),
    code: p.string(),
    propertyId: p.uuid(),
    guestId: p.uuid(),
    hostId: p.uuid(),
    quoteId: p.uuid(),
    status: p.string().$type<BookingStatus>(),
    bookingMode: p.string().$type<BookingMode>(),
    checkIn: p.date(),
    checkOut: p.date(),
    checkInAt: p.datetime(),
    checkOutAt: p.datetime(),
    timeZone: p.string(),
    adults: p.integer(),
    children: p.integer(),
    infants: p.integer(),
    pets: p.integer(),
    currency: p.string(),
    total: p.bigint('number'),
    hostTotal: p.bigint('number'),
    cancellationPolicy: p.string().$type<CancellationPolicy>(),
    message: p.text(),
    expiresAt: p.datetime().strictNullable(),
    acceptedAt: p.datetime().strictNullable(),
    confirmedAt: p.datetime().strictNullable(),
    endedAt: p.datetime().strictNullable(),
    attempts: p.integer(),
    retryAt: p.datetime().strictNullable(),
    version: p.integer().version(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

/**
 * Refuses what `actor` may not do in the booking's state, by the table of states; what the host has accepted they cannot
 * decline.
 * @throws IllegalTransition naming the state that it is in and the one that was wanted
 */
export function assertMay(
  { status, acceptedAt }: { status: BookingStatus; acceptedAt: Date | null },
  action: BookingAction,
  actor: BookingActor,
): void {
  const isTaken = action === 'decline' && acceptedAt !== null;
  if (mayCause(actor, action, status) && !isTaken) return;
  const to = bookingStatuses.map((from) => nextState(from, action)).find((state) => state !== undefined) ?? action;
  throw new IllegalTransition(`A booking that is ${isTaken ? 'accepted' : status} cannot become ${to}.`, {
    data: { from: status, to },
  });
}

/** A guest's reservation of a stay. Its state changes by `move` only. */
export class Booking extends BookingSchema.class {
  /** A booking whose nights are held until `expiresAt`, for the guest to pay. */
  static hold(booking: NewBooking, now: Date, expiresAt: Date): Booking {
    return Object.assign(new Booking(), {
      ...booking,
      id: newId(),
      code: newCode(),
      status: 'pending_payment',
      expiresAt,
      acceptedAt: null,
      confirmedAt: null,
      endedAt: null,
      attempts: 0,
      retryAt: null,
      createdAt: now,
      updatedAt: now,
    } satisfies Partial<Booking>);
  }

  get stay(): Stay {
    return { checkIn: this.checkIn, checkOut: this.checkOut };
  }

  /** Whether the nights are off the calendar for it. Those of a stay that is over stay so: it was there. */
  get holdsNights(): boolean {
    return holdsNights(this.status);
  }

  /** Whether it has waited too long for a payment or an answer. */
  isOverdue(now: Date): boolean {
    const isWaiting = this.status === 'pending_payment' || (this.status === 'requested' && this.acceptedAt === null);
    return isWaiting && this.expiresAt !== null && this.expiresAt <= now;
  }

  /** The host's yes. The booking stays requested until the money has been taken. */
  accept(now: Date): void {
    assertMay(this, 'accept', 'host');
    if (this.expiresAt !== null && this.expiresAt <= now) {
      throw new IllegalTransition('The time for an answer is over.', { data: { from: 'expired', to: 'confirmed' } });
    }
    this.acceptedAt = now;
    this.updatedAt = now;
  }

  /** Goes where `action` leads by the table of states; `requestExpiresAt` is when a request is no longer waited for. */
  move(action: BookingAction, actor: BookingActor, now: Date, requestExpiresAt: Date): void {
    assertMay(this, action, actor);
    this.status = nextState(this.status, action) ?? this.status;
    this.updatedAt = now;
    this.attempts = 0;
    this.retryAt = null;
    if (this.status === 'requested') this.expiresAt = requestExpiresAt;
    if (this.status === 'confirmed') {
      this.confirmedAt = now;
      this.expiresAt = null;
    }
    this.endedAt = this.holdsNights && this.status !== 'completed' ? null : now;
  }
}

BookingSchema.setClass(Booking);
