import { parseCookie, stringifySetCookie } from 'cookie';

/**
 * The name makes browsers insist (RFC 6265bis, section 4.1.3.2): only from this very host, over TLS, for all of its paths,
 * so that no other host of the same domain can set it.
 */
const REFRESH_COOKIE = '__Host-roost-refresh';

/** The header by which a client has its refresh token in a cookie; and the one value that it knows. */
const REFRESH_TOKEN_IN = 'refresh-token-in';
const IN_COOKIE = 'cookie';

/** What is read here of a request's headers. */
export interface CookieHeaders {
  [REFRESH_TOKEN_IN]?: string | string[];
  cookie?: string;
  origin?: string;
  'sec-fetch-site'?: string | string[];
}

/** Whether a client wants its refresh token in a cookie: undefined for a value that nobody knows. */
export function wantsCookie(headers: CookieHeaders): boolean | undefined {
  const wanted = headers[REFRESH_TOKEN_IN];
  if (wanted === undefined) return false;
  return wanted === IN_COOKIE ? true : undefined;
}

/** The refresh token in a request's cookies. */
export function tokenInCookie({ cookie = '' }: CookieHeaders): string | undefined {
  return parseCookie(cookie)[REFRESH_COOKIE];
}

/** `Set-Cookie` that keeps a refresh token, or, without one, forgets it. @param maxAgeSeconds for which it counts unused */
export function refreshCookie(token: string | undefined, maxAgeSeconds: number): string {
  return stringifySetCookie({
    name: REFRESH_COOKIE,
    value: token ?? '',
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    path: '/',
    maxAge: token === undefined ? 0 : maxAgeSeconds,
  });
}

/**
 * Whether a request that counts on a cookie comes from a page that may: of this host, or of an origin that is configured.
 * The header that asks for the cookie is a first defence, as other origins' pages cannot send it without our leave; this
 * is the second, and `SameSite=Lax` the third (OWASP Cross-Site Request Forgery Prevention). Where there is no browser
 * there is no page, and neither header.
 */
export function isFromOwnPage(headers: CookieHeaders, origins: readonly string[]): boolean {
  if (headers['sec-fetch-site'] === 'same-origin') return true;
  if (headers.origin !== undefined) return origins.includes(headers.origin);
  return headers['sec-fetch-site'] === undefined || headers['sec-fetch-site'] === 'none';
}
