import { domainError } from '#http';

/** A provider that is away is no fault of ours: what does not need it goes on. */
export class ProviderUnavailable extends domainError({
  code: 'provider_unavailable',
  status: 424,
  title: 'The provider cannot be reached',
  example: { detail: 'Google cannot be reached: try again later, or sign in another way.' },
}) {}

/** Says the same whether there was no such attempt, it is over, or another browser has begun it. */
export class AttemptOver extends domainError({
  code: 'attempt_over',
  status: 401,
  title: 'This sign-in has to begin again',
  example: { detail: 'Begin again, and finish in the same browser.' },
}) {}
