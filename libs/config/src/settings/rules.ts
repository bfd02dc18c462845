import { z } from 'zod';
import { onOff, percent, setting, token, wholeNumber } from '../setting.js';

export const authSettings = z.object({
  jwtSecret: setting('JWT_SECRET', token('', 32).optional(), {
    about: 'signs access tokens and cursors; the same in every process',
    example: 'the output of: openssl rand -base64 48',
    requiredInProduction: true,
    secret: true,
    otherwise: 'generated once and kept in DATA_DIR',
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
});

export const bookingsSettings = z.object({
  quoteMinutes: setting('QUOTE_MINUTES', wholeNumber(1, 1440).default(30), {
    about: 'time for which a quote is honoured',
    example: '30',
  }),
  holdMinutes: setting('HOLD_MINUTES', wholeNumber(1, 1440).default(15), {
    about: 'time for which nights are held while the guest pays',
    example: '15',
  }),
  requestHours: setting('REQUEST_HOURS', wholeNumber(1, 168).default(24), {
    about: 'time for a host to answer a request',
    example: '24',
  }),
  guestServiceFeePercent: setting('GUEST_SERVICE_FEE_PERCENT', percent().default(14), {
    about: 'service fee that the guest pays, of the stay before taxes',
    example: '14',
  }),
  hostServiceFeePercent: setting('HOST_SERVICE_FEE_PERCENT', percent().default(3), {
    about: "service fee that is kept from the host's payout",
    example: '3',
  }),
});

export const rateLimitsSettings = z.object({
  enabled: setting('RATE_LIMITS', onOff().default(true), {
    about: 'off for load tests only; refused in production',
    example: 'on',
  }),
  anonymousPerMinute: limit('RATE_ANONYMOUS_PER_MINUTE', 300, 'requests a minute from one address without a token'),
  userPerMinute: limit('RATE_USER_PER_MINUTE', 1000, 'requests a minute of one user'),
  bookingsPerMinute: limit('RATE_BOOKINGS_PER_MINUTE', 10, 'bookings a minute of one user'),
  quotesPerMinute: limit('RATE_QUOTES_PER_MINUTE', 60, 'quotes a minute of one user'),
  searchesPerMinute: limit('RATE_SEARCHES_PER_MINUTE', 120, 'searches a minute from one address'),
  loginsPer5Minutes: limit('RATE_LOGINS_PER_5_MINUTES', 30, 'tries to log in in 5 minutes from one address'),
  refreshesPer5Minutes: limit('RATE_REFRESHES_PER_5_MINUTES', 150, 'token refreshes in 5 minutes from one address'),
  registrationsPerHour: limit('RATE_REGISTRATIONS_PER_HOUR', 30, 'registrations an hour from one address'),
});

function limit(name: string, usual: number, about: string) {
  return setting(name, wholeNumber(1, 1_000_000).default(usual), { about, example: String(usual) });
}
