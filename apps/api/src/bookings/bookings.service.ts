import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import type { Principal } from '#auth';
import { Clock } from '#clock';
import type { CreateBookingDto } from '#contracts/booking-input.dto.js';
import type { BookingRole } from '#contracts/booking-states.js';
import type { BookingDto } from '#contracts/bookings.dto.js';
import { Database, withoutRecordedSteps } from '#database';
import { Forbidden } from '#http';
import { PaymentsService } from '../payments/payments.service.js';
import { BookingLife } from './booking-life.js';
import { BookingReading } from './booking-reading.js';
import { assertMay, type Booking } from './booking.entity.js';
import { roleIn, type BookingReader } from './booking.view.js';
import { soldBy } from './booking-life.queries.js';
import { moneyBack, type MoneyBack } from './cancellation/money-back.js';
import { refundOfCancellation, type ExplainedRefund } from './cancellation/preview.js';
import type { ChargedLine } from './cancellation/refund-lines.js';
import { sharesOfRefund } from './cancellation/shares.js';
import { NewBookings } from './new-bookings.js';

/** What a cancellation comes to. */
interface Settlement {
  lines: readonly ChargedLine[];
  refund: ExplainedRefund;
  back: MoneyBack;
}

/** What guests and hosts do with bookings. What it takes at Stripe is done after the commit, in the same request. */
@Injectable()
export class BookingsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly payments: PaymentsService,
    private readonly newBookings: NewBookings,
    private readonly life: BookingLife,
    private readonly reading: BookingReading,
    private readonly audit: Audit,
  ) {}

  /**
   * Books a quote: the nights are held while the guest pays.
   * @throws PaymentsUnavailable when Stripe does not answer: the nights are held all the same, and asking again with the
   *   same Idempotency-Key gives the booking; and what `NewBookings.make` throws
   */
  async create(user: Principal, input: CreateBookingDto): Promise<BookingDto> {
    const { bookingId, paymentId } = await this.newBookings.make(user, input);
    await this.payments.establish(paymentId);
    return this.reading.find(user, bookingId);
  }

  /**
   * The host’s yes, or that of whom they let answer by `bookings`, to a request. It is confirmed in the transaction that
   * records the capture: normally before this answers; when Stripe does not answer it stays requested, with `acceptedAt`,
   * until it does. Saying yes again is no error. @throws NotFound, Forbidden, IllegalTransition
   */
  async accept(actor: BookingReader, bookingId: string): Promise<BookingDto> {
    await this.database.transaction(async (tx) => {
      const booking = await this.#lockAsHost(tx, actor, bookingId);
      if (booking.status === 'requested' && booking.acceptedAt !== null) return;
      booking.accept(this.clock.now());
      await this.payments.wantCapture(tx, bookingId, 'caller');
      await this.audit.record(tx, { action: 'booking.accepted', subject: bookingId });
    });
    return this.#settled(actor, bookingId);
  }

  /**
   * The host's no to a request: what is held of the guest's money is let go.
   * @throws NotFound, Forbidden, IllegalTransition
   */
  async decline(actor: BookingReader, bookingId: string): Promise<BookingDto> {
    await this.database.transaction(async (tx) => {
      const booking = await this.#lockAsHost(tx, actor, bookingId);
      await this.life.step(tx, booking, 'decline', 'host');
      await this.payments.wantCancel(tx, bookingId, 'caller');
      await this.audit.record(tx, { action: 'booking.declined', subject: bookingId });
    });
    return this.#settled(actor, bookingId);
  }

  /**
   * Cancels for the user's side, on the terms that `BookingReading.cancellation` shows.
   * @throws NotFound, IllegalTransition
   */
  async cancel(user: Principal, bookingId: string): Promise<BookingDto> {
    await this.database.transaction(async (tx) => {
      const { booking, role } = await this.#lock(tx, user, bookingId);
      assertMay(booking, `cancel_by_${role}`, role);
      const settlement = await this.#settlement(tx, booking, role);
      await this.life.cancel(tx, booking, role, settlement.back);
      await this.#giveBack(tx, booking, settlement);
      await this.audit.record(tx, { action: 'booking.cancelled', subject: bookingId, after: { by: role } });
    });
    return this.#settled(user, bookingId);
  }

  async #settlement(tx: EntityManager, booking: Booking, role: BookingRole): Promise<Settlement> {
    const sold = await soldBy(tx, booking.quoteId);
    const payment = await this.payments.stateOf(tx, booking.id);
    const paid = payment.capturedAmount - payment.refundWanted;
    const refund = refundOfCancellation(booking, sold, paid, role, this.clock.now());
    return { lines: sold.lines, refund, back: moneyBack(booking, payment, refund.refund) };
  }

  /** Money that has come in goes back by the terms; money that has not is let go, or goes back whole once it comes. */
  async #giveBack(tx: EntityManager, booking: Booking, { lines, refund, back }: Settlement): Promise<void> {
    if (booking.confirmedAt === null) {
      await this.payments.wantCancel(tx, booking.id, 'caller');
      if (back.money === 'refunded') await this.life.giveAllBack(tx, booking);
    } else if (refund.refund > 0) {
      const shares = sharesOfRefund(refund, { lines, total: booking.total, hostTotal: booking.hostTotal });
      const explained = refund.lines.map((line) => ({ ...line }));
      const wanted = { bookingId: booking.id, purpose: 'cancellation', shares, lines: explained } as const;
      await this.payments.wantRefund(tx, wanted, 'caller');
    }
  }

  /** Does at Stripe what was decided, and answers with what has become of the booking by then. */
  async #settled(actor: BookingReader, bookingId: string): Promise<BookingDto> {
    await this.payments.settle(bookingId);
    await withoutRecordedSteps(() =>
      this.database.transaction(async (tx) => this.life.followPayment(tx, await this.life.lock(tx, bookingId))),
    );
    return this.reading.find(actor, bookingId);
  }

  async #lock(
    tx: EntityManager,
    actor: BookingReader,
    bookingId: string,
  ): Promise<{ booking: Booking; role: BookingRole }> {
    const booking = await this.life.lock(tx, bookingId, actor.id);
    return { booking, role: roleIn(booking, actor.id) };
  }

  async #lockAsHost(tx: EntityManager, actor: BookingReader, bookingId: string): Promise<Booking> {
    const { booking, role } = await this.#lock(tx, actor, bookingId);
    if (role !== 'host') throw new Forbidden('Only the host answers a request.');
    return booking;
  }
}
