import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, Logger } from '@nestjs/common';
import { Clock, nextTry, PAUSES, Random } from '#clock';
import { Database } from '#database';
import { OnEvent, type DomainEvent } from '#events';
import { Sweep } from '#jobs';
import { PaymentsService } from '../payments/payments.service.js';
import { BookingLife } from './booking-life.js';
import { Booking } from './booking.entity.js';
import {
  dueBookings,
  lockFreeBooking,
  lockFreeCalendar,
  setBookingAside,
  type Deadline,
  type DueBooking,
} from './booking-deadlines.queries.js';

const BATCH = 50;

type PaymentEvent = DomainEvent<'payment.authorised' | 'payment.captured' | 'payment.cancelled'>;

/** What bookings do when something has become of a payment, and when a deadline passes. */
@Injectable()
export class BookingDeadlines {
  readonly #logger = new Logger('Bookings');

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly database: Database,
    private readonly payments: PaymentsService,
    private readonly life: BookingLife,
  ) {}

  @OnEvent(['payment.authorised', 'payment.captured', 'payment.cancelled'], { name: 'bookings.follow_payment' })
  async onPayment(tx: EntityManager, { payload }: PaymentEvent): Promise<void> {
    await this.life.followPayment(tx, await this.life.lock(tx, payload.bookingId));
  }

  /** Lets go of what was not paid, or not answered, in time. */
  @Sweep({ name: 'bookings.expire' })
  async expireDue(): Promise<number> {
    return this.#keepDeadlines('expires_at', (tx, bookingId) => this.#expire(tx, bookingId));
  }

  /** Begins stays at their check-in time. */
  @Sweep({ name: 'bookings.begin' })
  async beginDue(): Promise<number> {
    return this.#keepDeadlines('check_in_at', (tx, bookingId) => this.#step(tx, bookingId, 'confirmed', 'begin'));
  }

  /** Completes stays at their check-out time. */
  @Sweep({ name: 'bookings.complete' })
  async completeDue(): Promise<number> {
    return this.#keepDeadlines('check_out_at', (tx, bookingId) => this.#step(tx, bookingId, 'in_stay', 'complete'));
  }

  /**
   * Keeps the deadlines of one batch, each in a transaction of its own; how many have been dealt with. One that fails is
   * set aside for a while, so that however many do, the turn of those behind them comes.
   */
  async #keepDeadlines(
    deadline: Deadline,
    keep: (tx: EntityManager, bookingId: string) => Promise<boolean>,
  ): Promise<number> {
    let done = 0;
    for (const due of await dueBookings(this.database, deadline, this.clock.now(), BATCH)) {
      try {
        if (await this.database.transaction((tx) => keep(tx, due.id))) done += 1;
      } catch (error) {
        await this.#setAside(due, error);
        done += 1;
      }
    }
    return done;
  }

  async #setAside(due: DueBooking, error: unknown): Promise<void> {
    const attempts = due.attempts + 1;
    this.#logger.error({ err: error, bookingId: due.id, attempts }, 'a deadline of a booking could not be kept');
    const again = nextTry(this.clock.now(), attempts, this.random.next(), PAUSES.deadline);
    await setBookingAside(this.database, due, again);
  }

  /** Expires one that is still overdue; false when others are at its calendar, or it has been paid or answered. */
  async #expire(tx: EntityManager, bookingId: string): Promise<boolean> {
    if (!(await lockFreeCalendar(tx, bookingId))) return false;
    const booking = await this.life.lock(tx, bookingId);
    if (!booking.isOverdue(this.clock.now())) return false;
    // It may have been paid in time, and only not have heard of it.
    await this.life.followPayment(tx, booking);
    if (!booking.isOverdue(this.clock.now())) return true;
    const isUnpaid = booking.status === 'pending_payment';
    await this.life.step(tx, booking, 'expire', 'system');
    if (isUnpaid) await this.payments.wantWithdrawal(tx, bookingId, 'sweep');
    else await this.payments.wantCancel(tx, bookingId, 'sweep');
    return true;
  }

  /** The nights stay as they are, so that only the booking is locked; false when others are at it, or have been. */
  async #step(
    tx: EntityManager,
    bookingId: string,
    status: 'confirmed' | 'in_stay',
    action: 'begin' | 'complete',
  ): Promise<boolean> {
    if (!(await lockFreeBooking(tx, bookingId, status))) return false;
    await this.life.step(tx, await tx.findOneOrFail(Booking, { id: bookingId }), action, 'system');
    return true;
  }
}
