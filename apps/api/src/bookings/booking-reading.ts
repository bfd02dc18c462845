import { Injectable } from '@nestjs/common';
import type { Principal } from '#auth';
import { Clock } from '#clock';
import type { BookingsQuery } from '#contracts/booking-input.dto.js';
import type { BookingDto } from '#contracts/bookings.dto.js';
import type { CancellationDto } from '#contracts/cancellations.dto.js';
import type { CountDto } from '#contracts/page.dto.js';
import { Database } from '#database';
import { countRows, Cursors, NotFound, toCount, type KeysetPage } from '#http';
import { PaymentsService } from '../payments/payments.service.js';
import { assertMay } from './booking.entity.js';
import { bookingView, roleIn } from './booking.view.js';
import { bookingOf, bookingsByIds, bookingsOf, bookingsOn } from './bookings.queries.js';
import { refundOfCancellation, toCancellationDto } from './cancellation/preview.js';

/** Bookings as their guests, their hosts, and co-hosts with `bookings` see them. Nobody else does. */
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
    const { row, payment } = await this.#own(user, id);
    return bookingView(row, user, payment);
  }

  /** What would go back to the guest if the user's side cancelled now, line by line. @throws NotFound, IllegalTransition */
  async cancellation(user: Principal, id: string): Promise<CancellationDto> {
    const { row, payment } = await this.#own(user, id);
    const role = roleIn(row, user.id);
    assertMay(row, `cancel_by_${role}`, role);
    const paid = payment ? payment.captured.amount - payment.refunded.amount : 0;
    const refund = refundOfCancellation(row, row, paid, role, this.clock.now());
    return toCancellationDto(row, role, refund);
  }

  /** The user's bookings on one side, the newest first. */
  async list(user: Principal, { role, status, limit, cursor }: BookingsQuery): Promise<KeysetPage<BookingDto>> {
    const list = `bookings.${role}.${status ?? 'all'}`;
    const beforeId = this.cursors.read<string>(list, cursor);
    const found = await bookingsOf(this.database, { userId: user.id, role, status, beforeId, limit: limit + 1 });
    const page = this.cursors.page(list, found, limit, ({ id }) => id);
    const payments = await this.payments.byBookings(page.data.map(({ id }) => id));
    return page.map((row) => bookingView(row, user, payments.get(row.id)));
  }

  /** How many bookings there are in such a list. */
  async count(user: Principal, { role, status }: Pick<BookingsQuery, 'role' | 'status'>): Promise<CountDto> {
    const counted = await this.database.firstRow(countRows(bookingsOn({ userId: user.id, role, status })));
    return toCount(counted?.number);
  }

  /** Those of these bookings that are the user's, on either side. */
  async byIds(user: Principal, ids: readonly string[]): Promise<Map<string, BookingDto>> {
    const found = await bookingsByIds(this.database, user.id, ids);
    const payments = await this.payments.byBookings(found.map(({ id }) => id));
    return new Map(found.map((row) => [row.id, bookingView(row, user, payments.get(row.id))]));
  }

  async #own(user: Principal, id: string) {
    const row = await bookingOf(this.database, user.id, id);
    if (!row) throw new NotFound('There is no such booking.');
    const payments = await this.payments.byBookings([id]);
    return { row, payment: payments.get(id) };
  }
}
