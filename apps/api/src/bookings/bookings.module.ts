import { Module } from '@nestjs/common';
import { forgets } from '#jobs';
import { CalendarModule } from '../calendar/calendar.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { PricingModule } from '../pricing/pricing.module.js';
import { PropertiesModule } from '../properties/properties.module.js';
import { UsersModule } from '../users/users.module.js';
import { BookingLife } from './booking-life.js';
import { BookingReading } from './booking-reading.js';
import { BookingsController } from './bookings.controller.js';
import { BookingDeadlines } from './bookings.events.js';
import { BookingsResolver } from './bookings.resolver.js';
import { BookingsService } from './bookings.service.js';
import { NewBookings } from './new-bookings.js';
import { holdsBookings } from './bookings.personal-data.js';

/** A booked quote is what the guest and the host agreed on, and stays. */
const forgetsQuotes = forgets({
  table: 'quotes',
  since: 'expires_at',
  unless: 'EXISTS (SELECT FROM bookings b WHERE b.quote_id = quotes.id)',
  days: ({ retention }) => retention.quoteDays,
});

/** The life of a booking, from a quote to the end of the stay or its cancellation. */
@Module({
  imports: [CalendarModule, PaymentsModule, PricingModule, PropertiesModule, UsersModule],
  controllers: [BookingsController],
  providers: [
    BookingDeadlines,
    BookingLife,
    BookingReading,
    BookingsResolver,
    BookingsService,
    NewBookings,
    forgetsQuotes,
    holdsBookings,
  ],
})
export class BookingsModule {}
