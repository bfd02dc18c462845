import { describe, expect, it } from '@jest/globals';
import { base32 } from './base32.js';

describe('base32', () => {
  // RFC 4648, section 10, without padding.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('writes %p as %p', (text, written) => {
    expect(base32(Buffer.from(text))).toBe(written);
  });
});
