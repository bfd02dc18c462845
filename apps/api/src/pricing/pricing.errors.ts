import { domainError } from '#http';

export class TooManyGuests extends domainError({
  code: 'too_many_guests',
  status: 422,
  title: 'The place is for fewer guests',
}) {}

export class QuoteExpired extends domainError({
  code: 'quote_expired',
  status: 409,
  title: 'The quote has expired: ask for a new one',
}) {}

/** Amounts are held exactly up to 2⁵³ − 1 minor units. */
export class PriceTooLarge extends domainError({
  code: 'price_too_large',
  status: 422,
  title: 'The price of the stay is too large',
}) {}
