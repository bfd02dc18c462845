import { domainError } from '../problems/domain-error.js';

export class IdempotencyKeyReused extends domainError({
  code: 'idempotency_key_reused',
  status: 422,
  title: 'This Idempotency-Key belongs to another request',
}) {}

export class IdempotencyKeyInUse extends domainError({
  code: 'idempotency_key_in_use',
  status: 409,
  title: 'The first request with this Idempotency-Key is still running',
}) {}

export class IdempotencyKeyRequired extends domainError({
  code: 'idempotency_key_required',
  status: 400,
  title: 'Send an Idempotency-Key with this request',
}) {}
