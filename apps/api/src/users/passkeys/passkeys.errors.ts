import { domainError } from '#http';

/** Says the same whatever is wrong: no such passkey, another's, a challenge that was used, a signature that is wrong. */
export class InvalidPasskey extends domainError({
  code: 'invalid_passkey',
  status: 401,
  title: 'The passkey does not prove who you are',
}) {}

export class PasskeyNotAdded extends domainError({
  code: 'passkey_not_added',
  status: 422,
  title: 'This passkey cannot be added',
  example: { detail: 'Ask for new options, and let the browser make another.' },
}) {}

export class PasskeyExists extends domainError({
  code: 'passkey_exists',
  status: 409,
  title: 'This passkey has been added before',
}) {}

export class TooManyPasskeys extends domainError({
  code: 'too_many_passkeys',
  status: 409,
  title: 'There are as many passkeys as there may be',
  example: { detail: 'At most 20. Remove one that you do not use.' },
}) {}

export class LastWayIn extends domainError({
  code: 'last_way_in',
  status: 409,
  title: 'Nothing else is left to sign in with',
  example: { detail: 'Set a password, or add another passkey first.' },
}) {}
