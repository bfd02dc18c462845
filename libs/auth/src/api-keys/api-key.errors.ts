import { domainError } from '#http';

/** The key is right, and its list of addresses does not have the one that the request comes from. */
export class AddressNotAllowed extends domainError({
  code: 'address_not_allowed',
  status: 403,
  title: 'The key may not be used from this address',
}) {}

/** The key, or the token that it was exchanged for, is good for other things (RFC 6750, section 3.1). */
export class InsufficientScope extends domainError({
  code: 'insufficient_scope',
  status: 403,
  title: 'The key is not good for this',
  example: { detail: 'It needs the scope bookings:read.', data: { scope: 'bookings:read' } },
}) {}
