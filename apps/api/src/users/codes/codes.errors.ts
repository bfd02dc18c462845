import { domainError } from '#http';

/** Says the same of a token that was used, has expired, is for something else, or was never ours. */
export class InvalidCode extends domainError({
  code: 'invalid_code',
  status: 400,
  title: 'This link is not valid any more',
  example: { detail: 'Ask for a new one.' },
}) {}
