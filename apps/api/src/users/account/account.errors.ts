import { domainError } from '#http';

/** Whoever is signed in has not shown that the account is theirs; guesses are braked as those at sign-in are. */
export class WrongPassword extends domainError({
  code: 'wrong_password',
  status: 403,
  title: 'This is not the password of the account',
  example: { detail: 'Try again, or reset it.' },
}) {}
