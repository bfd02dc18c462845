import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Principal } from '#auth';
import { Clock } from '#clock';
import type { CreateBookingDto } from '#contracts/booking-input.dto.js';
import { Database, violates } from '#database';
import { CalendarService } from '../calendar/calendar.service.js';
import { PaymentsService } from '../payments/payments.service.js';
import { QuotesService, refuseOwn, type Quote } from '../pricing/quotes.service.js';
import { PropertiesService, type BookableProperty } from '../properties/properties.service.js';
import { BookingLife } from './booking-life.js';
import type { NewBooking } from './booking.entity.js';
import { PropertyNotBookable, QuoteUsed } from './bookings.errors.js';
import { bookingFromQuote } from './booking-life.queries.js';
import { sharesOfPrice } from './cancellation/shares.js';

/** What was made: a booking that holds its nights, and its payment, of which Stripe does not know yet. */
export interface MadeBooking {
  bookingId: string;
  paymentId: string;
  [key: string]: string;
}

/** Quotes become bookings. */
@Injectable()
export class NewBookings {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly quotes: QuotesService,
    private readonly properties: PropertiesService,
    private readonly calendar: CalendarService,
    private readonly payments: PaymentsService,
    private readonly life: BookingLife,
  ) {}

  /**
   * Makes a booking of a quote, at its price and on its terms, and intends its payment, in one transaction.
   * @throws EmailUnverified, NotFound, QuoteExpired, QuoteUsed, OwnProperty, PropertyNotBookable, StayNotAllowed,
   *   DatesUnavailable, PaymentImpossible
   */
  async make(user: Principal, input: CreateBookingDto): Promise<MadeBooking> {
    try {
      return await this.database.transaction((tx) => this.#make(tx, user, input));
    } catch (error) {
      // Two bookings of 28^8 codes may draw the same one.
      if (violates(error, 'bookings_code')) return this.make(user, input);
      throw error;
    }
  }

  /**
   * Everything is looked at twice: before the calendar is locked, so that those who come too late for wanted nights are
   * refused side by side and not one after the other; and after it, when it is certain.
   */
  async #make(tx: EntityManager, user: Principal, { quoteId, message = '' }: CreateBookingDto): Promise<MadeBooking> {
    const quote = await this.quotes.takeForBooking(tx, quoteId, user.id);
    await this.#bookableProperty(tx, quote);
    await this.calendar.lock(tx, quote.propertyId);
    return this.#hold(tx, newBooking(quote, await this.#bookableProperty(tx, quote), message), quote);
  }

  /** The quote's property, when it takes the stay now. */
  async #bookableProperty(tx: EntityManager, quote: Quote): Promise<BookableProperty> {
    const bookingId = await bookingFromQuote(tx, quote.id);
    if (bookingId !== undefined) throw new QuoteUsed('It is yours already.', { data: { bookingId } });
    const property = await this.properties.bookableById(quote.propertyId, tx);
    refuseOwn(property, quote.guestId);
    if (property.status !== 'published') throw new PropertyNotBookable(`It is ${property.status}.`);
    await this.calendar.assertBookable(property, quote, { now: this.clock.now(), em: tx });
    return property;
  }

  async #hold(tx: EntityManager, wanted: NewBooking, { lines }: Quote): Promise<MadeBooking> {
    const booking = await this.life.hold(tx, wanted);
    const paymentId = this.payments.intend(tx, {
      bookingId: booking.id,
      amount: booking.total,
      currency: booking.currency,
      captureMethod: booking.bookingMode === 'instant' ? 'automatic' : 'manual',
      shares: sharesOfPrice({ lines, total: booking.total, hostTotal: booking.hostTotal }),
    });
    return { bookingId: booking.id, paymentId };
  }
}

function newBooking(quote: Quote, property: BookableProperty, message: string): NewBooking {
  const { checkIn, checkOut, adults, children, infants, pets, currency, total, hostTotal } = quote;
  const { bookingMode, cancellationPolicy, checkInAt, checkOutAt, timeZone } = quote;
  return {
    propertyId: property.id,
    guestId: quote.guestId,
    hostId: property.hostId,
    quoteId: quote.id,
    bookingMode,
    checkIn,
    checkOut,
    checkInAt,
    checkOutAt,
    timeZone,
    adults,
    children,
    infants,
    pets,
    currency,
    total,
    hostTotal,
    cancellationPolicy,
    message: message.trim(),
  };
}
