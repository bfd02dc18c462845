import { Injectable } from '@nestjs/common';
import type { Principal } from '#auth';
import { Clock } from '#clock';
import type { BookingsQuery } from '#contracts/booking-input.dto.js';
import type { BookingDto } from '#contracts/bookings.dto.js';
import type { CancellationDto } from '#contracts/cancellations.dto.js';
import type { Page } from '#contracts/page.dto.js';
import { Database } from '#database';
import { Cursors, NotFound } from '#http';
import { PaymentsService } from '../payments/payments.service.js';
import { assertMay } from './booking.entity.js';
import { bookingView, roleIn } from './booking.view.js';
import { bookingOf, bookingsOf } from './bookings.queries.js';
import { refundOfCancellation, toCancellationDto } from './cancellation/preview.js';

/** Bookings as their guests and hosts see them. Nobody else does. */
@Injectable()
export class BookingReading {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
    private readonly payments: PaymentsService,
  ) {}

  /** A booking of the user's, on either side. @throws NotFound */
  async find(user: Principal, id: string): Promise<BookingDto> {
    const { row, role, payment } = await this.#own(user, id);
    return bookingView(row, role, payment);
  }

  /** What would go back to the guest if the user's side cancelled now, line by line. @throws NotFound, IllegalTransition */
  async cancellation(user: Principal, id: string): Promise<CancellationDto> {
    const { row, role, payment } = await this.#own(user, id);
    assertMay(row, `cancel_by_${role}`, role);
    const paid = payment ? payment.captured.amount - payment.refunded.amount : 0;
    const refund = refundOfCancellation(row, row, paid, role, this.clock.now());
    return toCancellationDto(row, role, refund);
  }

  /** The user's bookings on one side, the newest first. */
  async list(user: Principal, { role, status, limit, cursor }: BookingsQuery): Promise<Page<BookingDto>> {
    const list = `bookings.${role}.${status ?? 'all'}`;
    const beforeId = this.cursors.read<string>(list, cursor);
    const found = await bookingsOf(this.database, { userId: user.id, role, status, beforeId, limit: limit + 1 });
    const { data, nextCursor } = this.cursors.page(list, found, limit, ({ id }) => id);
    const payments = await this.payments.byBookings(data.map(({ id }) => id));
    return { data: data.map((row) => bookingView(row, role, payments.get(row.id))), nextCursor };
  }

  async #own(user: Principal, id: string) {
    const row = await bookingOf(this.database, user.id, id);
    const role = row && roleIn(row, user.id);
    if (!role) throw new NotFound('There is no such booking.');
    const payments = await this.payments.byBookings([id]);
    return { row, role, payment: payments.get(id) };
  }
}
