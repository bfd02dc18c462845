import { describe, expect, it } from '@jest/globals';
import { isFromOwnPage, refreshCookie, tokenInCookie, wantsCookie } from './refresh-cookie.js';

describe('the cookie of a refresh token', () => {
  it('is read by no script, sent over TLS to this host alone, and not by other sites’ forms', () => {
    expect(refreshCookie('abc', 60)).toBe(
      '__Host-roost-refresh=abc; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax',
    );
    expect(refreshCookie(undefined, 60)).toBe(
      '__Host-roost-refresh=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
    );
  });

  it.each([
    [{}, false],
    [{ 'refresh-token-in': 'cookie' }, true],
    [{ 'refresh-token-in': 'body' }, undefined],
    [{ 'refresh-token-in': ['cookie', 'cookie'] }, undefined],
  ])('is wanted by %j: %s', (headers, wanted) => {
    expect(wantsCookie(headers)).toBe(wanted);
  });

  it.each([
    [undefined, undefined],
    ['a=1; __Host-roost-refresh=abc', 'abc'],
    ['__host-roost-refresh=abc', undefined],
    ['__Host-roost-refresh', undefined],
    // The first of two is the one that browsers send first: that of the longer path, which the name rules out.
    ['__Host-roost-refresh=abc; __Host-roost-refresh=def', 'abc'],
  ])('is found in %j: %s', (cookie, token) => {
    expect(tokenInCookie({ cookie })).toBe(token);
  });

  const ORIGINS = ['https://api.example.com', 'https://www.example.com'];
  it.each([
    [{}, true],
    [{ origin: 'https://www.example.com' }, true],
    [{ origin: 'https://www.example.com', 'sec-fetch-site': 'same-site' }, true],
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, false],
    [{ origin: 'https://evil.example.com', 'sec-fetch-site': 'same-site' }, false],
    [{ origin: 'null', 'sec-fetch-site': 'cross-site' }, false],
    [{ origin: 'null' }, false],
    [{ origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ origin: 'https://www.example.com.evil.example' }, false],
    [{ origin: 'http://www.example.com' }, false],
  ])('may be used by a page that sends %j: %s', (headers, may) => {
    expect(isFromOwnPage(headers, ORIGINS)).toBe(may);
  });
});
