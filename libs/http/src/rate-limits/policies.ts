import type { AppConfig } from '#config';

/** How many requests, in how many seconds, counted by whom. */
export interface RateLimitPolicy {
  points: number;
  seconds: number;
  by: 'address' | 'user';
}

export type RateLimitName = 'anonymous' | 'user' | 'login' | 'register' | 'refresh' | 'booking' | 'quote' | 'search';

/** The limits in force, as configured. */
export function rateLimitPolicies(limits: AppConfig['rateLimits']): Record<RateLimitName, RateLimitPolicy> {
  return {
    anonymous: { points: limits.anonymousPerMinute, seconds: 60, by: 'address' },
    user: { points: limits.userPerMinute, seconds: 60, by: 'user' },
    login: { points: limits.loginsPer5Minutes, seconds: 300, by: 'address' },
    register: { points: limits.registrationsPerHour, seconds: 3600, by: 'address' },
    refresh: { points: limits.refreshesPer5Minutes, seconds: 300, by: 'address' },
    booking: { points: limits.bookingsPerMinute, seconds: 60, by: 'user' },
    quote: { points: limits.quotesPerMinute, seconds: 60, by: 'user' },
    search: { points: limits.searchesPerMinute, seconds: 60, by: 'address' },
  };
}
