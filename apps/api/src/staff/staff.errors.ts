import { domainError } from '#http';

/** Nobody shuts themselves out, or gives themselves roles: another admin does it. */
export class NotOneself extends domainError({
  code: 'not_oneself',
  status: 409,
  title: 'This is your own account',
}) {}

/** Staff and suspended accounts cannot be looked into as their owners. */
export class CannotBeLookedAt extends domainError({
  code: 'cannot_be_looked_at',
  status: 409,
  title: 'This account cannot be looked into',
}) {}
