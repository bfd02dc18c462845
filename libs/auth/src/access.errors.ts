import { domainError } from '#http';

/** Who looks at an account as its owner sees it changes nothing. */
export class ReadOnly extends domainError({
  code: 'read_only',
  status: 403,
  title: 'A look at an account changes nothing',
}) {}

/** Secrets, and what an account is secured with, support does not see. */
export class OwnerOnly extends domainError({
  code: 'owner_only',
  status: 403,
  title: 'Only the owner of the account sees this',
}) {}
