import { domainError } from '../problems/domain-error.js';

export class IdempotencyKeyReused extends domainError({
  code: 'idempotency_key_reused',
  status: 422,
  title: 'This Idempotency-Key belongs to another request',
  example: { detail: 'Use a new key for a new request.' },
}) {}

export class IdempotencyKeyInUse extends domainError({
  code: 'idempotency_key_in_use',
  status: 409,
  title: 'The first request with this Idempotency-Key is still running',
  example: { detail: 'Wait for its answer, or ask again in a moment.' },
}) {}

export class IdempotencyKeyRequired extends domainError({
  code: 'idempotency_key_required',
  status: 400,
  title: 'Send an Idempotency-Key with this request',
  example: {
    detail: 'Idempotency-Key is required: a name of your own for this request.',
    errors: [
      { pointer: '/Idempotency-Key', code: 'required', message: 'is required: a name of your own for this request' },
    ],
  },
}) {}
