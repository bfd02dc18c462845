import { describe, expect, it } from '@jest/globals';
import { newId } from '#clock';
import { hashOf, idIn, newNamedToken } from '../named-token.js';
import { newRefreshToken, nextRefreshToken, wasGivenOut } from './refresh-token.js';

const sessionId = newId();
const key = Buffer.from('key');
const token = newRefreshToken(sessionId, key);
const other = Buffer.from('another key');

describe('refresh tokens', () => {
  it('name their session, and are never the same', () => {
    expect(idIn(token)).toBe(sessionId);
    expect(newRefreshToken(sessionId, key)).not.toBe(token);
  });

  it('have one successor, which names the same session', () => {
    const next = nextRefreshToken(token, key);
    expect(next).not.toBe(token);
    expect(nextRefreshToken(token, key)).toBe(next);
    expect(idIn(next)).toBe(sessionId);
  });

  it('have a successor that another key does not make', () => {
    expect(nextRefreshToken(token, other)).not.toBe(nextRefreshToken(token, key));
  });

  it('say by their seal that they were given out, each of a family, whichever of the keys it was made with', () => {
    let last = token;
    for (let age = 0; age < 50; age += 1) {
      expect(wasGivenOut(last, [key])).toBe(true);
      expect(wasGivenOut(last, [other, key])).toBe(true);
      expect(wasGivenOut(last, [other])).toBe(false);
      last = nextRefreshToken(last, key);
    }
  });

  it('are not taken for given out when they are another’s bytes behind the name, or differ in one bit', () => {
    expect(wasGivenOut(newNamedToken(sessionId), [key])).toBe(false);
    const bytes = Buffer.from(token, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(wasGivenOut(changed.toString('base64url'), [key])).toBe(false);
    }
    const elsewhere = Buffer.from(newRefreshToken(newId(), key), 'base64url');
    const swapped = Buffer.concat([bytes.subarray(0, 16), elsewhere.subarray(16)]).toString('base64url');
    expect(wasGivenOut(swapped, [key])).toBe(false);
  });

  it('are stored as hashes of 32 bytes', () => {
    expect(hashOf(token)).toHaveLength(32);
    expect(hashOf(token).equals(hashOf(nextRefreshToken(token, key)))).toBe(false);
  });

  it.each(['', 'token', token.slice(1), `${token}A`, `${token}==`, token.replace(/.$/, '!'), '../../etc/passwd'])(
    'are not what %p is',
    (text) => {
      expect(idIn(text)).toBeUndefined();
    },
  );
});
