import { Injectable } from '@nestjs/common';
import { Clock } from '#clock';
import type { BookingsQuery } from '#contracts/booking-input.dto.js';
import type { BookingDto } from '#contracts/bookings.dto.js';
import type { CancellationDto } from '#contracts/cancellations.dto.js';
import type { CountDto } from '#contracts/page.dto.js';
import { Database } from '#database';
import { countRows, Cursors, NotFound, toCount, type KeysetPage } from '#http';
import { PaymentsService } from '../payments/payments.service.js';
import { assertMay } from './booking.entity.js';
import { bookingView, roleIn, type BookingReader } from './booking.view.js';
import { bookingOf, bookingsByIds, bookingsOf, bookingsOn } from './bookings.queries.js';
import { refundOfCancellation, toCancellationDto } from './cancellation/preview.js';

/** Bookings as their guests, their hosts, and whom hosts let see them by `bookings` do. Nobody else does. */
@Injectable()
export class BookingReading {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
    private readonly payments: PaymentsService,
  ) {}

  /** A booking of the reader's, on either side. @throws NotFound */
  async find(reader: BookingReader, id: string): Promise<BookingDto> {
    const { row, payment } = await this.#own(reader, id);
    return bookingView(row, reader, payment);
  }

  /** What would go back to the guest if their side cancelled now, line by line. @throws NotFound, IllegalTransition */
  async cancellation(reader: BookingReader, id: string): Promise<CancellationDto> {
    const { row, payment } = await this.#own(reader, id);
    const role = roleIn(row, reader.id);
    assertMay(row, `cancel_by_${role}`, role);
    const paid = payment ? payment.captured.amount - payment.refunded.amount : 0;
    const refund = refundOfCancellation(row, row, paid, role, this.clock.now());
    return toCancellationDto(row, role, refund);
  }

  /** The reader's bookings on one side, the newest first. */
  async list(reader: BookingReader, { role, status, limit, cursor }: BookingsQuery): Promise<KeysetPage<BookingDto>> {
    const list = `bookings.${role}.${status ?? 'all'}`;
    const beforeId = this.cursors.read<string>(list, cursor);
    const found = await bookingsOf(this.database, { userId: reader.id, role, status, beforeId, limit: limit + 1 });
    const page = this.cursors.page(list, found, limit, ({ id }) => id);
    const payments = await this.payments.byBookings(page.data.map(({ id }) => id));
    return page.map((row) => bookingView(row, reader, payments.get(row.id)));
  }

  /** How many bookings there are in such a list. */
  async count(reader: BookingReader, { role, status }: Pick<BookingsQuery, 'role' | 'status'>): Promise<CountDto> {
    const counted = await this.database.firstRow(countRows(bookingsOn({ userId: reader.id, role, status })));
    return toCount(counted?.number);
  }

  /** Those of these bookings that are the reader's, on either side. */
  async byIds(reader: BookingReader, ids: readonly string[]): Promise<Map<string, BookingDto>> {
    const found = await bookingsByIds(this.database, reader.id, ids);
    const payments = await this.payments.byBookings(found.map(({ id }) => id));
    return new Map(found.map((row) => [row.id, bookingView(row, reader, payments.get(row.id))]));
  }

  async #own(reader: BookingReader, id: string) {
    const row = await bookingOf(this.database, reader.id, id);
    if (!row) throw new NotFound('There is no such booking.');
    const payments = await this.payments.byBookings([id]);
    return { row, payment: payments.get(id) };
  }
}
