import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { firstRow } from '#database';
import { OnEvent, type DomainEvent } from '#events';
import { Mails } from '#mail';
import type { Letter } from './letter.js';
import * as letters from './letters.js';
import { bookedStay, type BookedStay } from './notifications.queries.js';

/** Tells people by mail what becomes of their bookings. The mails are written with the record that the fact was heard of. */
@Injectable()
export class NotificationsEvents {
  constructor(private readonly mails: Mails) {}

  @OnEvent('booking.requested', { name: 'notifications.booking_requested' })
  async onRequested(tx: EntityManager, { payload }: DomainEvent<'booking.requested'>): Promise<void> {
    const stay = await this.#stay(tx, payload.bookingId);
    await this.#toGuest(tx, stay, letters.requestedToGuest(stay));
    await this.#toHost(tx, stay, letters.requestedToHost(stay));
  }

  @OnEvent('booking.confirmed', { name: 'notifications.booking_confirmed' })
  async onConfirmed(tx: EntityManager, { payload }: DomainEvent<'booking.confirmed'>): Promise<void> {
    const stay = await this.#stay(tx, payload.bookingId);
    await this.#toGuest(tx, stay, letters.confirmedToGuest(stay));
    await this.#toHost(tx, stay, letters.confirmedToHost(stay));
  }

  @OnEvent('booking.declined', { name: 'notifications.booking_declined' })
  async onDeclined(tx: EntityManager, { payload }: DomainEvent<'booking.declined'>): Promise<void> {
    const stay = await this.#stay(tx, payload.bookingId);
    await this.#toGuest(tx, stay, letters.declinedToGuest(stay));
  }

  @OnEvent('booking.expired', { name: 'notifications.booking_expired' })
  async onExpired(tx: EntityManager, { payload }: DomainEvent<'booking.expired'>): Promise<void> {
    const stay = await this.#stay(tx, payload.bookingId);
    await this.#toGuest(tx, stay, letters.expiredToGuest(stay));
  }

  @OnEvent('booking.payment_late', { name: 'notifications.booking_payment_late' })
  async onPaymentLate(tx: EntityManager, { payload }: DomainEvent<'booking.payment_late'>): Promise<void> {
    const { bookingId, outcome, why } = payload;
    // When the nights were taken again, the letter of that says all.
    if (outcome === 'confirmed' || outcome === 'requested') return;
    const stay = await this.#stay(tx, bookingId);
    await this.#toGuest(tx, stay, letters.latePaymentToGuest(stay, { outcome, why }));
  }

  @OnEvent('payment.refund_failed', { name: 'notifications.payment_refund_failed' })
  async onRefundFailed(tx: EntityManager, { payload }: DomainEvent<'payment.refund_failed'>): Promise<void> {
    const stay = await this.#stay(tx, payload.bookingId);
    const write = payload.disputed ? letters.refundDisputedToGuest : letters.refundFailedToGuest;
    await this.#toGuest(tx, stay, write(stay, payload));
  }

  @OnEvent('booking.cancelled', { name: 'notifications.booking_cancelled' })
  async onCancelled(tx: EntityManager, { payload }: DomainEvent<'booking.cancelled'>): Promise<void> {
    const stay = await this.#stay(tx, payload.bookingId);
    await this.#toGuest(tx, stay, letters.cancelledToGuest(stay, payload));
    const toHost = letters.cancelledToHost(stay, payload);
    if (toHost) await this.#toHost(tx, stay, toHost);
  }

  async #stay(tx: EntityManager, bookingId: string): Promise<BookedStay> {
    const stay = await firstRow(tx, bookedStay(bookingId));
    if (!stay) throw new Error(`there is no booking ${bookingId}`);
    return stay;
  }

  async #toGuest(tx: EntityManager, { guestEmail: to, guestId: userId }: BookedStay, letter: Letter): Promise<void> {
    if (to !== null) await this.mails.queue(tx, { to, userId, ...letter });
  }

  async #toHost(tx: EntityManager, { hostEmail: to, hostId: userId }: BookedStay, letter: Letter): Promise<void> {
    if (to !== null) await this.mails.queue(tx, { to, userId, ...letter });
  }
}
