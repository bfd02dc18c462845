import { domainError } from '#http';

export class EmailTaken extends domainError({
  code: 'email_taken',
  status: 409,
  title: 'There is an account with this e-mail address',
}) {}

/** Says the same whether the account does not exist or the password is wrong. */
export class InvalidCredentials extends domainError({
  code: 'invalid_credentials',
  status: 401,
  title: 'E-mail address or password is wrong',
}) {}

/** Says the same whether there is such an account or not. */
export class LoginDelayed extends domainError({
  code: 'login_delayed',
  status: 429,
  title: 'Too many failed logins with this e-mail address',
}) {}

/** Said only to who has proved that the account is theirs. */
export class AccountSuspended extends domainError({
  code: 'account_suspended',
  status: 403,
  title: 'The account is suspended',
}) {}

/** The refresh token is unknown, was used before, or its session has ended: sign in again. */
export class InvalidRefreshToken extends domainError({
  code: 'invalid_refresh_token',
  status: 401,
  title: 'The session has ended',
}) {}
