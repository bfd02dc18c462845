import { describe, expect, it } from '@jest/globals';
import { newId } from '#clock';
import { hashOf, idIn, newNamedToken } from '../named-token.js';
import { nextRefreshToken } from './refresh-token.js';

const sessionId = newId();
const token = newNamedToken(sessionId);
const key = Buffer.from('key');

describe('refresh tokens', () => {
  it('name their session, and are never the same', () => {
    expect(idIn(token)).toBe(sessionId);
    expect(newNamedToken(sessionId)).not.toBe(token);
  });

  it('have one successor, which names the same session', () => {
    const next = nextRefreshToken(token, key);
    expect(next).not.toBe(token);
    expect(nextRefreshToken(token, key)).toBe(next);
    expect(idIn(next)).toBe(sessionId);
  });

  it('have a successor that another key does not make', () => {
    expect(nextRefreshToken(token, Buffer.from('another key'))).not.toBe(nextRefreshToken(token, key));
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
