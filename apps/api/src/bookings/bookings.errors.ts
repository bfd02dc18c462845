import { domainError } from '#http';

/** One quote makes one booking. `data.bookingId` is the one that it has made. */
export class QuoteUsed extends domainError({
  code: 'quote_used',
  status: 409,
  title: 'There is already a booking from this quote',
}) {}

export class PropertyNotBookable extends domainError({
  code: 'property_not_bookable',
  status: 409,
  title: 'This property takes no bookings at the moment',
}) {}
