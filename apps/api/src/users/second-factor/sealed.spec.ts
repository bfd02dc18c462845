import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isSealedByFirst, sealed, unsealed, type SealingKeys } from './sealed.js';

const [older, newer] = [randomBytes(32), randomBytes(32)];
const secret = randomBytes(20);
const keys: SealingKeys = [older];

describe('a sealed secret', () => {
  it('opens with the key that has sealed it, also when another has become the first', () => {
    const stored = sealed(secret, 'ada', keys);
    expect(unsealed(stored, 'ada', keys)).toEqual(secret);
    expect(unsealed(stored, 'ada', [newer, older])).toEqual(secret);
    expect([isSealedByFirst(stored, keys), isSealedByFirst(stored, [newer, older])]).toEqual([true, false]);
  });

  it('is never the same, and shows nothing of the secret', () => {
    const [one, other] = [sealed(secret, 'ada', keys), sealed(secret, 'ada', keys)];
    expect(one.equals(other)).toBe(false);
    expect(one.includes(secret)).toBe(false);
  });

  it('is not opened by a key that is not its own', () => {
    expect(unsealed(sealed(secret, 'ada', keys), 'ada', [newer])).toBeUndefined();
  });

  it('does not open in the row of another, or when a bit of it is changed', () => {
    const stored = sealed(secret, 'ada', keys);
    expect(() => unsealed(stored, 'eve', keys)).toThrow();
    for (let at = 8; at < stored.length; at += 1) {
      const changed = Buffer.from(stored);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => unsealed(changed, 'ada', keys)).toThrow();
    }
  });
});
