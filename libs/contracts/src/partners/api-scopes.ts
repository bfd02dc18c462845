/** What an API key can be good for: `bookings:read` reads bookings, `bookings:write` changes them, and so on. */
export const ApiScope = {
  'properties:read': 'properties:read',
  'properties:write': 'properties:write',
  'calendar:read': 'calendar:read',
  'calendar:write': 'calendar:write',
  'bookings:read': 'bookings:read',
  'bookings:write': 'bookings:write',
} as const;
export type ApiScope = keyof typeof ApiScope;

/** All of them. */
export const API_SCOPES = Object.keys(ApiScope) as ApiScope[];

/** Whether a text names a scope. */
export function isApiScope(text: string): text is ApiScope {
  return Object.hasOwn(ApiScope, text);
}
