import { parseCookie, stringifySetCookie } from 'cookie';

/** As long as an attempt may take, its result included. */
const MAX_AGE_SECONDS = 660;

/**
 * Each attempt has a cookie of its own, so that two tabs do not end each other's. The prefix makes browsers insist that it
 * was set by this very host, over TLS (RFC 6265bis, section 4.1.3.2): nobody can give another the cookie of their attempt.
 */
const nameOf = (attemptId: string) => `__Host-roost-oidc-${attemptId}`;

/**
 * `Set-Cookie` that binds an attempt to the browser; without a value, forgets it.
 * @param crossSite the provider has its own page post the answer: browsers send along only what says `SameSite=None`
 */
export function attemptCookie(attemptId: string, value: string | undefined, crossSite = false): string {
  return stringifySetCookie({
    name: nameOf(attemptId),
    value: value ?? '',
    httpOnly: true,
    secure: true,
    sameSite: crossSite ? 'none' : 'lax',
    path: '/',
    maxAge: value === undefined ? 0 : MAX_AGE_SECONDS,
  });
}

/** What the browser keeps for an attempt; the empty text when it keeps nothing. */
export function attemptSecretIn(cookies: string | undefined, attemptId: string): string {
  return parseCookie(cookies ?? '')[nameOf(attemptId)] ?? '';
}
