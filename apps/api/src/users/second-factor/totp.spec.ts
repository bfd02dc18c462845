import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { codeOf, stepAt, stepOf } from './totp.js';

/** RFC 6238, appendix B, for SHA-1: seconds since 1970, and the code in eight digits. */
const VECTORS: [number, string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
];
const SECRET = Buffer.from('12345678901234567890');

const secondsAt = (seconds: number) => new Date(seconds * 1000);
const vectors = fc.constantFrom(...VECTORS);

describe('codes of an authenticator app', () => {
  it.each(VECTORS)('are at %i s what RFC 6238 says: %s', (seconds, code) => {
    expect(codeOf(SECRET, stepAt(secondsAt(seconds)), 8)).toBe(code);
    expect(stepOf(code.slice(2), SECRET, secondsAt(seconds))).toBe(stepAt(secondsAt(seconds)));
  });

  it('are taken while the clocks are one step apart at most, and never when they are further', () => {
    fc.assert(
      fc.property(vectors, fc.integer({ min: -600, max: 600 }), ([seconds, code], apartSeconds) => {
        const now = secondsAt(seconds + apartSeconds);
        const step = stepAt(secondsAt(seconds));
        fc.pre(stepAt(now) > 0);
        const near = Math.abs(stepAt(now) - step) <= 1;
        // The same six digits may come again by chance; of these vectors none does in ten minutes.
        expect(stepOf(code.slice(2), SECRET, now)).toBe(near ? step : undefined);
      }),
    );
  });

  it('are six digits, and nothing else is one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), fc.nat(2 ** 31 - 1), (secret, step) => {
        expect(codeOf(Buffer.from(secret), step)).toMatch(/^\d{6}$/);
      }),
    );
    for (const wrong of ['', '28708', '2870820', ' 287082', '２８７０８２', '28708x'])
      expect(stepOf(wrong, SECRET, secondsAt(59))).toBeUndefined();
  });
});
