import { domainError } from '#http';

export class EmailTaken extends domainError({
  code: 'email_taken',
  status: 409,
  title: 'There is an account with this e-mail address',
}) {}

/** Whoever has not shown that mail reaches them may look, but not book, publish or let others in: EMAIL_VERIFICATION. */
export class EmailUnverified extends domainError({
  code: 'email_unverified',
  status: 403,
  title: 'Confirm your e-mail address first',
  example: { detail: 'Follow the link that we have mailed to you, or ask for a new one.' },
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

/** Over GraphQL, whose `login` has but one type of answer: the data is what REST answers with 202. */
export class SecondFactorNeeded extends domainError({
  code: 'second_factor_needed',
  status: 401,
  title: 'The password is right, and this account has a second factor',
  example: {
    detail: 'Send it to POST /v1/auth/second-factor.',
    data: {
      secondFactor: {
        challengeToken: 'AZOgsnw-fRCfVysfPF1-kGZpZ3VyZXMgb2Ygc3BlZWNoIGFyZSBub3QgYWxsb3dlZA',
        methods: ['totp', 'recovery_code'],
        expiresIn: 300,
      },
    },
  },
}) {}

/** Says the same whether it is wrong or was used before. */
export class InvalidSecondFactor extends domainError({
  code: 'invalid_second_factor',
  status: 401,
  title: 'The second factor is wrong, or was used before',
}) {}

/** The challenge is unknown, was met, has expired, or has had all its tries: sign in from the beginning. */
export class ChallengeOver extends domainError({
  code: 'challenge_over',
  status: 401,
  title: 'This sign-in has to begin again',
  example: { detail: 'Sign in with your password again.' },
}) {}
