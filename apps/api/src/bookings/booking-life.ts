import type { EntityManager } from '@mikro-orm/postgresql';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import type { BookingRole, BookingStatus } from '#contracts/booking-states.js';
import type { BookingFact, EventCatalogue, WhyTooLate } from '#contracts/events.js';
import { MINUTE_MS } from '#dates';
import { Events } from '#events';
import { NotFound } from '#http';
import { CalendarService } from '../calendar/calendar.service.js';
import { PaymentsService } from '../payments/payments.service.js';
import { PropertiesService } from '../properties/properties.service.js';
import { UsersService } from '../users/users.service.js';
import { afterPayment } from './after-payment.js';
import { Booking, type NewBooking } from './booking.entity.js';
import type { BookingAction, BookingActor } from './booking.states.js';
import { lockBooking, placeOfBooking } from './booking-life.queries.js';
import type { MoneyBack } from './cancellation/money-back.js';

type PlainFact = `booking.${'requested' | 'confirmed' | 'declined' | 'expired' | 'stay_began' | 'completed'}`;

/** What is told of a booking that has come to a state. Cancellations are told with their refund. */
const FACTS: Partial<Record<BookingStatus, PlainFact>> = {
  requested: 'booking.requested',
  confirmed: 'booking.confirmed',
  declined: 'booking.declined',
  expired: 'booking.expired',
  in_stay: 'booking.stay_began',
  completed: 'booking.completed',
};

type Late = Pick<EventCatalogue['booking.payment_late'], 'outcome' | 'why'>;

type Step = Exclude<BookingAction, 'cancel_by_guest' | 'cancel_by_host' | 'report_no_show'>;

/**
 * The one place where bookings change their state: the state, the claim on the calendar and the fact are written in one
 * transaction. Whoever changes a booking first locks its property's calendar, then the booking, then its payment.
 */
@Injectable()
export class BookingLife {
  constructor(
    @Inject(CONFIG) private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly properties: PropertiesService,
    private readonly calendar: CalendarService,
    private readonly payments: PaymentsService,
    private readonly users: UsersService,
  ) {}

  /**
   * Makes a booking and takes its nights, until it is paid or `holdMinutes` have passed.
   * @throws EmailUnverified, DatesUnavailable
   */
  async hold(tx: EntityManager, newBooking: NewBooking): Promise<Booking> {
    await this.users.assertEmailVerified(tx, newBooking.guestId);
    const now = this.clock.now();
    const booking = Booking.hold(newBooking, now, minutesAfter(now, this.config.bookings.holdMinutes));
    tx.persist(booking);
    await this.#claim(tx, booking);
    await this.events.publish(tx, 'booking.created', booking.id, factOf(booking));
    return booking;
  }

  /**
   * The booking, with its calendar, locked until the transaction ends.
   * @param userId who has to be on either side of it; a stranger locks nothing, as with a booking that is not there
   * @throws NotFound
   */
  async lock(tx: EntityManager, bookingId: string, userId?: string): Promise<Booking> {
    const propertyId = await placeOfBooking(tx, bookingId, userId);
    if (propertyId === undefined) throw new NotFound('There is no such booking.');
    await this.calendar.lock(tx, propertyId);
    await lockBooking(tx, bookingId);
    return tx.findOneOrFail(Booking, { id: bookingId });
  }

  /** Takes a step by the table of states, and lets the nights go where it leads to an end. @throws IllegalTransition */
  async step(tx: EntityManager, booking: Booking, action: Step, actor: BookingActor): Promise<void> {
    await this.#move(tx, booking, action, actor);
    const fact = FACTS[booking.status];
    if (fact) await this.events.publish(tx, fact, booking.id, factOf(booking));
  }

  /**
   * Cancels for one side. Nights that a host cancels stay off the calendar, for good.
   * @param back what becomes of the guest's money, which the caller sees to @throws IllegalTransition
   */
  async cancel(tx: EntityManager, booking: Booking, cancelledBy: BookingRole, back: MoneyBack): Promise<void> {
    const { status: from, currency } = booking;
    await this.#move(tx, booking, `cancel_by_${cancelledBy}`, cancelledBy);
    if (cancelledBy === 'host') {
      const note = `Cancelled booking ${booking.code}`;
      await this.calendar.blockNights(tx, 'cancelled', { propertyId: booking.propertyId, stay: booking.stay, note });
    }
    const fact = { ...factOf(booking), cancelledBy, from, ...back, currency };
    await this.events.publish(tx, 'booking.cancelled', booking.id, fact);
  }

  /** Gives back all that was paid for a booking that never was. */
  async giveAllBack(tx: EntityManager, booking: Booking): Promise<void> {
    const lines = [{ kind: 'late_payment', description: 'Paid after the booking had ended', refund: booking.total }];
    await this.payments.wantFullRefund(tx, { bookingId: booking.id, purpose: 'late_payment', lines }, 'sweep');
  }

  /**
   * Brings a booking, locked by the caller, in line with its payment: see `afterPayment`. Doing so twice changes
   * nothing.
   */
  async followPayment(tx: EntityManager, booking: Booking): Promise<void> {
    const payment = await this.payments.stateOf(tx, booking.id);
    const next = afterPayment(booking, { ...payment, refundWanted: payment.refundWanted > 0 });
    switch (next) {
      case 'none':
        return;
      case 'accept':
        return this.step(tx, booking, 'accept', 'host');
      case 'pay':
      case 'authorise':
      case 'expire':
        return this.step(tx, booking, next, 'system');
      case 'book_again':
        return this.#bookAgain(tx, booking);
      case 'request_again':
        return this.#requestAgain(tx, booking);
      case 'declined':
      case 'cancelled_by_guest':
      case 'cancelled_by_host':
        return this.#refundLate(tx, booking, next);
    }
  }

  /** A payment came after the hold had expired: the nights are taken again if they still can be booked. */
  async #bookAgain(tx: EntityManager, booking: Booking): Promise<void> {
    const why = await this.#whyNotAgain(tx, booking);
    if (why) return this.#refundLate(tx, booking, why);
    await this.#claim(tx, booking);
    await this.step(tx, booking, 'pay_late', 'system');
    await this.#tellLate(tx, booking, { outcome: 'confirmed' });
  }

  /** Money was held after the hold had expired: the host is asked if the nights can still be booked, else it is let go. */
  async #requestAgain(tx: EntityManager, booking: Booking): Promise<void> {
    const why = await this.#whyNotAgain(tx, booking);
    if (why) {
      await this.payments.wantCancel(tx, booking.id, 'sweep');
      return this.#tellLate(tx, booking, { outcome: 'released', why });
    }
    await this.#claim(tx, booking);
    await this.step(tx, booking, 'authorise_late', 'system');
    await this.payments.wantPayment(tx, booking.id);
    await this.#tellLate(tx, booking, { outcome: 'requested' });
  }

  /** Why a booking that has expired cannot be taken up again; undefined when it can. */
  async #whyNotAgain(tx: EntityManager, { propertyId, stay, checkOutAt }: Booking): Promise<WhyTooLate | undefined> {
    const { status } = await this.properties.bookableById(propertyId, tx);
    if (status !== 'published') return 'place_closed';
    if (checkOutAt <= this.clock.now()) return 'stay_over';
    return (await this.calendar.isFree(tx, propertyId, stay)) ? undefined : 'nights_taken';
  }

  async #refundLate(tx: EntityManager, booking: Booking, why: WhyTooLate): Promise<void> {
    await this.giveAllBack(tx, booking);
    await this.#tellLate(tx, booking, { outcome: 'refunded', why });
  }

  async #tellLate(tx: EntityManager, booking: Booking, late: Late): Promise<void> {
    await this.events.publish(tx, 'booking.payment_late', booking.id, { ...factOf(booking), ...late });
  }

  async #move(tx: EntityManager, booking: Booking, action: BookingAction, actor: BookingActor): Promise<void> {
    const now = this.clock.now();
    booking.move(action, actor, now, minutesAfter(now, this.config.bookings.requestHours * 60));
    if (!booking.holdsNights) await this.calendar.release(tx, booking.id);
  }

  async #claim(tx: EntityManager, { id, propertyId, stay }: Booking): Promise<void> {
    await this.calendar.claimForBooking(tx, { propertyId, bookingId: id, stay });
  }
}

function minutesAfter(instant: Date, minutes: number): Date {
  return new Date(instant.getTime() + minutes * MINUTE_MS);
}

function factOf({ id, propertyId, guestId, hostId }: Booking): BookingFact {
  return { bookingId: id, propertyId, guestId, hostId };
}
