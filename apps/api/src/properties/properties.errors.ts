import { domainError } from '#http';

/** `errors` names all that is missing. */
export class NotPublishable extends domainError({
  code: 'not_publishable',
  status: 422,
  title: 'The property cannot be published yet',
}) {}

/** Guests are to come: their bookings have to end first. */
export class PropertyHasBookings extends domainError({
  code: 'property_has_bookings',
  status: 409,
  title: 'The property still has bookings',
}) {}

export class PropertyArchived extends domainError({
  code: 'property_archived',
  status: 409,
  title: 'The property is archived',
}) {}

/** What it costs has been shown to guests in this currency, and booked in it. */
export class CurrencyFixed extends domainError({
  code: 'currency_fixed',
  status: 422,
  title: 'The currency can be changed only before the property is first published',
}) {}
