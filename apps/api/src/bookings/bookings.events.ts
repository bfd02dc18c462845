import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#clock';
import { Database } from '#database';
import { OnEvent, type DomainEvent } from '#events';
import { Sweep } from '#jobs';
import { PaymentsService } from '../payments/payments.service.js';
import { BookingLife } from './booking-life.js';
import { Booking } from './booking.entity.js';
import { lockFreeCalendar, overdueBookings } from './bookings.queries.js';

const BATCH = 50;

type PaymentEvent = DomainEvent<'payment.authorised' | 'payment.captured' | 'payment.cancelled'>;

/** What bookings do when something has become of a payment, and when a deadline passes. */
@Injectable()
export class BookingDeadlines {
  readonly #logger = new Logger('Bookings');

  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly payments: PaymentsService,
    private readonly life: BookingLife,
  ) {}

  @OnEvent(['payment.authorised', 'payment.captured', 'payment.cancelled'], { name: 'bookings.follow_payment' })
  async onPayment(tx: EntityManager, { payload }: PaymentEvent): Promise<void> {
    await this.life.followPayment(tx, await this.life.lock(tx, payload.bookingId));
  }

  /** Lets go of what was not paid, or not answered, in time. One that fails does not hold up the others. */
  @Sweep({ name: 'bookings.expire' })
  async expireDue(): Promise<number> {
    let expired = 0;
    for (const bookingId of await overdueBookings(this.database, this.clock.now(), BATCH)) {
      try {
        if (await this.#expire(bookingId)) expired += 1;
      } catch (error) {
        this.#logger.error({ err: error, bookingId }, 'a booking could not expire');
      }
    }
    return expired;
  }

  /** Begins stays at their check-in time. */
  @Sweep({ name: 'bookings.begin' })
  async beginDue(): Promise<number> {
    return this.#stepDue('confirmed', 'begin', 'checkInAt');
  }

  /** Completes stays at their check-out time. */
  @Sweep({ name: 'bookings.complete' })
  async completeDue(): Promise<number> {
    return this.#stepDue('in_stay', 'complete', 'checkOutAt');
  }

  /** Expires one that is still overdue; false when others are at its calendar, or it has been paid or answered. */
  async #expire(bookingId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if (!(await lockFreeCalendar(tx, bookingId))) return false;
      const booking = await this.life.lock(tx, bookingId);
      if (!booking.isOverdue(this.clock.now())) return false;
      await this.life.step(tx, booking, 'expire', 'system');
      await this.payments.wantCancel(tx, bookingId, 'sweep');
      return true;
    });
  }

  /** The nights stay as they are, so that only the bookings are locked. */
  async #stepDue(
    status: 'confirmed' | 'in_stay',
    action: 'begin' | 'complete',
    deadline: 'checkInAt' | 'checkOutAt',
  ): Promise<number> {
    return this.database.transaction(async (tx) => {
      const due = await tx.find(
        Booking,
        { status, [deadline]: { $lte: this.clock.now() } },
        { orderBy: { [deadline]: 'asc' }, limit: BATCH, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
      );
      for (const booking of due) await this.life.step(tx, booking, action, 'system');
      return due.length;
    });
  }
}
