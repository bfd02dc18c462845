import { domainError } from '#http';

export class OwnProperty extends domainError({
  code: 'own_property',
  status: 422,
  title: 'This is your own property',
}) {}

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

/** More than can be charged, or counted: amounts are held exactly up to 2⁵³ − 1 minor units. `data.most`, if known. */
export class PriceTooLarge extends domainError({
  code: 'price_too_large',
  status: 422,
  title: 'The price of the stay is too large',
}) {}

/** Less than can be charged, or nothing; `data.least` in minor units. */
export class PriceTooSmall extends domainError({
  code: 'price_too_small',
  status: 422,
  title: 'The price of the stay is too small to be paid',
}) {}

export class CurrencyNotPayable extends domainError({
  code: 'currency_not_payable',
  status: 422,
  title: 'Nothing can be paid in the currency of the place',
}) {}
