import { domainError } from '#http';

/** Stripe did not answer, or not in time. What was wanted of it is kept, and done as soon as it answers. */
export class PaymentsUnavailable extends domainError({
  code: 'payments_unavailable',
  status: 503,
  title: 'Payments cannot be taken at the moment',
}) {}

/** Stripe refuses to take this amount in this currency. */
export class PaymentImpossible extends domainError({
  code: 'payment_impossible',
  status: 422,
  title: 'This cannot be paid',
}) {}

export class InvalidSignature extends domainError({
  code: 'invalid_signature',
  status: 400,
  title: 'The signature does not belong to this message',
}) {}

/** Signed by Stripe, and yet not JSON with the id and the type by which an event could be kept. */
export class NotAnEvent extends domainError({
  code: 'not_an_event',
  status: 400,
  title: 'This is not an event of Stripe',
}) {}
