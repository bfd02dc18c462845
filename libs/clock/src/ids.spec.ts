import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { newCode, newId, newToken } from './ids.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function millisecondsOf(id: string): number {
  return parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

describe('newId', () => {
  it('is a UUID of version 7 that begins with the wall time', () => {
    const before = Date.now();
    const id = newId();
    expect(id).toMatch(UUID_V7);
    expect(millisecondsOf(id)).toBeGreaterThanOrEqual(before);
    expect(millisecondsOf(id)).toBeLessThan(before + 1000);
  });

  it('grows with every call, also within a millisecond and beyond what a millisecond can count', () => {
    const ids = Array.from({ length: 20_000 }, newId);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => UUID_V7.test(id))).toBe(true);
  });

  it('grows also while the wall clock goes back', () => {
    const first = newId();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 60_000);
    try {
      expect(newId() > first).toBe(true);
    } finally {
      clock.mockRestore();
    }
  });
});

describe('newCode', () => {
  it('has the length asked for, and no vowels or look-alikes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (length) => {
        expect(newCode(length)).toMatch(new RegExp(`^[BCDFGHJKMNPQRSTVWXYZ2-9]{${length}}$`));
      }),
    );
    expect(newCode()).toHaveLength(8);
  });
});

describe('newToken', () => {
  it('is that many random bytes as base64url', () => {
    expect(Buffer.from(newToken(), 'base64url')).toHaveLength(32);
    expect(newToken(16)).toMatch(/^[\w-]{22}$/);
    expect(newToken()).not.toBe(newToken());
  });
});
