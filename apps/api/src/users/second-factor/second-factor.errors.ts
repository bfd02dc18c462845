import { domainError } from '#http';

export class TotpIsOn extends domainError({
  code: 'totp_is_on',
  status: 409,
  title: 'Codes of an authenticator app are asked for already',
  example: { detail: 'Remove it first, then set up another.' },
}) {}

export class TotpNotPending extends domainError({
  code: 'totp_not_pending',
  status: 409,
  title: 'There is no secret that waits to be confirmed',
  example: { detail: 'Begin again: a secret waits for ten minutes.' },
}) {}

export class WrongCode extends domainError({
  code: 'wrong_code',
  status: 422,
  title: 'The code is not right',
  example: { detail: 'Send the code that the app shows now. If it is always wrong, set the clock of the device.' },
}) {}

export class NoSecondFactor extends domainError({
  code: 'no_second_factor',
  status: 409,
  title: 'There is no second factor',
  example: { detail: 'Recovery codes stand in for one: set it up first.' },
}) {}
