import { z } from 'zod';
import { privateKeys } from '../private-keys.js';
import { onOff, setting, wholeNumber } from '../setting.js';

export const authSettings = z.object({
  jwtPrivateKeys: setting('JWT_PRIVATE_KEYS', privateKeys().optional(), {
    about:
      'private keys on the curve P-256, PEMs or JWKs: the first signs access tokens, all of them verify; the same in every process',
    example: '"$(openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256)"',
    requiredInProduction: true,
    secret: true,
    otherwise: 'one is generated once and kept in DATA_DIR',
  }),
  accessMinutes: setting('JWT_ACCESS_MINUTES', wholeNumber(1, 1440).default(10), {
    about: 'life of an access token',
    example: '10',
  }),
  refreshIdleDays: setting('REFRESH_IDLE_DAYS', wholeNumber(1, 365).default(30), {
    about: 'life of a refresh token that is not used',
    example: '30',
  }),
  refreshMaxDays: setting('REFRESH_MAX_DAYS', wholeNumber(1, 730).default(90), {
    about: 'life of a session, however often it is refreshed',
    example: '90',
  }),
  refreshGraceSeconds: setting('REFRESH_GRACE_SECONDS', wholeNumber(0, 120).default(10), {
    about: 'time in which a refresh token that was just used is still taken',
    example: '10',
  }),
  recentSignInMinutes: setting('RECENT_SIGN_IN_MINUTES', wholeNumber(1, 60).default(10), {
    about: 'time for which a sign-in is recent enough to change what protects an account',
    example: '10',
  }),
  argon2MemoryKib: setting('ARGON2_MEMORY_KIB', wholeNumber(8192, 1_048_576).default(19_456), {
    about: 'memory for one password hash (OWASP: 19 MiB with 2 passes)',
    example: '19456',
  }),
  argon2Passes: setting('ARGON2_PASSES', wholeNumber(1, 20).default(2), {
    about: 'passes of one password hash',
    example: '2',
  }),
  argon2Concurrency: setting('ARGON2_CONCURRENCY', wholeNumber(1, 64).default(4), {
    about: 'password hashes computed at the same time',
    example: '4',
  }),
  passwordMinLength: setting('PASSWORD_MIN_LENGTH', wholeNumber(12, 64).default(12), {
    about: 'least length of a new password, in characters',
    example: '15',
  }),
  loginFreeFailures: setting('LOGIN_FREE_FAILURES', wholeNumber(1, 50).default(5), {
    about: 'failed logins in a row with one e-mail address after which the next has to wait',
    example: '5',
  }),
  loginFirstDelaySeconds: setting('LOGIN_FIRST_DELAY_SECONDS', wholeNumber(1, 3600).default(60), {
    about: 'first such wait; each further failure doubles it',
    example: '60',
  }),
  loginMaxDelaySeconds: setting('LOGIN_MAX_DELAY_SECONDS', wholeNumber(1, 86_400).default(900), {
    about: 'longest such wait',
    example: '900',
  }),
  loginMaxFailures: setting('LOGIN_MAX_FAILURES', wholeNumber(2, 1000).default(100), {
    about: 'failed logins in a row with one e-mail address after which there is one try a day',
    example: '100',
  }),
  emailVerification: setting(
    'EMAIL_VERIFICATION',
    z.enum(['required', 'optional'], 'must be required or optional').optional(),
    {
      about:
        'whether an account has to confirm its e-mail address before it books, publishes or lets others in, and before it is written of what has become of it',
      example: 'required',
      otherwise: '`optional`; `required` in production',
    },
  ),
  registrationAnswer: setting('REGISTRATION_ANSWER', z.enum(['409', '202'], 'must be 409 or 202').default('409'), {
    about:
      'how `register` answers for an address that has an account: 409 says so; 202 never says, signs nobody in, and leaves the rest to a letter',
    example: '202',
  }),
  verificationHours: setting('EMAIL_VERIFICATION_HOURS', wholeNumber(1, 168).default(24), {
    about: 'life of a link that confirms an e-mail address, or the change of one',
    example: '24',
  }),
  resetMinutes: setting('PASSWORD_RESET_MINUTES', wholeNumber(5, 60).default(30), {
    about: 'life of a link that resets a password',
    example: '30',
  }),
});

export const rateLimitsSettings = z.object({
  enabled: setting('RATE_LIMITS', onOff().default(true), {
    about: 'off for load tests only: requests are not counted, and no RATE_ limit holds; refused in production',
    example: 'on',
  }),
  anonymousPerMinute: limit('RATE_ANONYMOUS_PER_MINUTE', 300, 'requests a minute from one address without a token'),
  userPerMinute: limit('RATE_USER_PER_MINUTE', 1000, 'requests a minute of one user'),
  keyPerMinute: limit('RATE_KEY_PER_MINUTE', 1000, 'requests a minute with one API key'),
  badKeysPerMinute: limit(
    'RATE_BAD_KEYS_PER_MINUTE',
    30,
    'requests a minute from one address with API keys that do not count',
  ),
  invitationsPerHour: limit('RATE_INVITATIONS_PER_HOUR', 30, 'invitations an hour of one user'),
  bookingsPerMinute: limit('RATE_BOOKINGS_PER_MINUTE', 10, 'bookings a minute of one user'),
  quotesPerMinute: limit('RATE_QUOTES_PER_MINUTE', 60, 'quotes a minute of one user'),
  searchesPerMinute: limit('RATE_SEARCHES_PER_MINUTE', 120, 'searches a minute from one address'),
  loginsPer5Minutes: limit('RATE_LOGINS_PER_5_MINUTES', 30, 'tries to log in in 5 minutes from one address'),
  refreshesPer5Minutes: limit('RATE_REFRESHES_PER_5_MINUTES', 150, 'token refreshes in 5 minutes from one address'),
  invitationsOfEmailPerHour: limit(
    'RATE_EMAIL_INVITATIONS_PER_HOUR',
    5,
    'invitations an hour of one e-mail address, as a co-host or to organisations, by whomever',
  ),
  codeTriesPer5Minutes: limit(
    'RATE_CODE_TRIES_PER_5_MINUTES',
    30,
    'tries of mailed links in 5 minutes from one address',
  ),
  codesPerHour: limit('RATE_CODES_PER_HOUR', 30, 'mailed links an hour that are asked for from one address'),
  codesOfEmailPerMinute: limit('RATE_EMAIL_CODES_PER_MINUTE', 1, 'mailed links a minute to one e-mail address'),
  codesOfEmailPerHour: limit('RATE_EMAIL_CODES_PER_HOUR', 5, 'mailed links an hour to one e-mail address'),
  registrationsPerHour: limit('RATE_REGISTRATIONS_PER_HOUR', 30, 'registrations an hour from one address'),
  registrationsOfEmailPerMinute: limit(
    'RATE_EMAIL_REGISTRATIONS_PER_MINUTE',
    1,
    'registrations a minute of one e-mail address',
  ),
  registrationsOfEmailPerHour: limit(
    'RATE_EMAIL_REGISTRATIONS_PER_HOUR',
    5,
    'registrations an hour of one e-mail address',
  ),
});

function limit(name: string, usual: number, about: string) {
  return setting(name, wholeNumber(1, 1_000_000).default(usual), { about, example: String(usual) });
}
