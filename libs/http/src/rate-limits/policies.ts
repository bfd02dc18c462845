import type { AppConfig } from '#config';

/** Whose requests are counted together. */
export interface RateLimitCaller {
  address: string;
  userId?: string;
  /** the API key that it comes with: then that is counted in place of a user, whoever's address it is */
  keyId?: string;
  /** whose account it is about */
  email?: string;
}

/** How many requests, in how many seconds, counted by what of the caller. */
export interface RateLimitPolicy {
  points: number;
  seconds: number;
  by: 'address' | 'user' | 'key' | 'email';
}

/** The limits in force, as configured. */
export function rateLimitPolicies(limits: AppConfig['rateLimits']) {
  return {
    anonymous: { points: limits.anonymousPerMinute, seconds: 60, by: 'address' },
    user: { points: limits.userPerMinute, seconds: 60, by: 'user' },
    key: { points: limits.keyPerMinute, seconds: 60, by: 'key' },
    'bad-key': { points: limits.badKeysPerMinute, seconds: 60, by: 'address' },
    invitation: { points: limits.invitationsPerHour, seconds: 3600, by: 'user' },
    login: { points: limits.loginsPer5Minutes, seconds: 300, by: 'address' },
    register: { points: limits.registrationsPerHour, seconds: 3600, by: 'address' },
    'register-email-minute': { points: limits.registrationsOfEmailPerMinute, seconds: 60, by: 'email' },
    'register-email-hour': { points: limits.registrationsOfEmailPerHour, seconds: 3600, by: 'email' },
    'code-try': { points: limits.codeTriesPer5Minutes, seconds: 300, by: 'address' },
    code: { points: limits.codesPerHour, seconds: 3600, by: 'address' },
    'code-email-minute': { points: limits.codesOfEmailPerMinute, seconds: 60, by: 'email' },
    'code-email-hour': { points: limits.codesOfEmailPerHour, seconds: 3600, by: 'email' },
    refresh: { points: limits.refreshesPer5Minutes, seconds: 300, by: 'address' },
    booking: { points: limits.bookingsPerMinute, seconds: 60, by: 'user' },
    quote: { points: limits.quotesPerMinute, seconds: 60, by: 'user' },
    'invitation-email': { points: limits.invitationsOfEmailPerHour, seconds: 3600, by: 'email' },
    search: { points: limits.searchesPerMinute, seconds: 60, by: 'address' },
  } satisfies Record<string, RateLimitPolicy>;
}

export type RateLimitName = keyof ReturnType<typeof rateLimitPolicies>;

/** What is left of a limit after a request. */
export interface RateLimitState {
  name: RateLimitName;
  limit: number;
  seconds: number;
  remaining: number;
  resetSeconds: number;
  exceeded: boolean;
}
