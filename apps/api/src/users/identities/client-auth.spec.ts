import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { newPrivateKey } from '#config';
import { appleSecret } from './client-auth.js';

describe('the secret for Apple', () => {
  it('is a JWT of ES256 that says whose it is, for whom, and until when, which is soon', () => {
    const privateKey = newPrivateKey();
    const apple = { teamId: 'TEAM', keyId: 'KEY', privateKey };
    const secret = appleSecret(apple, 'com.example.web', 'https://appleid.apple.com', new Date('2027-01-01T00:00:00Z'));
    const [header = '', claims = '', signature = ''] = secret.split('.');
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(read(header)).toEqual({ alg: 'ES256', kid: 'KEY' });
    expect(read(claims)).toEqual({
      iss: 'TEAM',
      sub: 'com.example.web',
      aud: 'https://appleid.apple.com',
      iat: 1_798_761_600,
      exp: 1_798_761_900,
    });
    const key = { key: createPublicKey(privateKey), dsaEncoding: 'ieee-p1363' as const };
    const signed = Buffer.from(`${header}.${claims}`);
    expect(verify('sha256', signed, key, Buffer.from(signature, 'base64url'))).toBe(true);
  });
});
