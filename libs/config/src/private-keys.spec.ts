import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { derivedSecrets, newPrivateKey, privateKeys } from './private-keys.js';

const [one, other] = [newPrivateKey(), newPrivateKey()];
const read = (text: string): string[] | undefined => privateKeys().safeParse(text).data;
const jwk = (pem: string): object => createPrivateKey(pem).export({ format: 'jwk' });
const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;

describe('privateKeys', () => {
  it.each([
    ['a PEM', one, [one]],
    ['a PEM on one line', one.trim().replaceAll('\n', '\\n'), [one]],
    ['PEMs one after the other', `${one}\n${other}`, [one, other]],
    ['a PEM as OpenSSL wrote it before PKCS #8', sec1(one), [one]],
    ['a JWK', JSON.stringify(jwk(one)), [one]],
    ['a list of JWKs', JSON.stringify([jwk(other), jwk(one)]), [other, one]],
    ['a JWK set', JSON.stringify({ keys: [jwk(one), jwk(other)] }), [one, other]],
  ])('reads %s', (_what, text, keys) => {
    expect(read(text)).toEqual(keys);
  });

  it.each([
    ['a passphrase', 'correct horse battery staple, and long enough for HS256'],
    ['a public key', createPublicKey(one).export({ type: 'spki', format: 'pem' }).toString()],
    ['a public JWK', JSON.stringify(createPublicKey(one).export({ format: 'jwk' }))],
    ['a key on another curve', generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export(pkcs8).toString()],
    ['a key of another kind', generateKeyPairSync('ed25519').privateKey.export(pkcs8).toString()],
    ['a key that was cut off', one.slice(0, 80)],
    ['a whole key with one that was cut off', `${one}\n${other.slice(0, 80)}`],
    ['a good and a bad JWK', JSON.stringify([jwk(one), { kty: 'EC' }])],
    ['no keys at all', '{"keys":[]}'],
    ['JSON that is no key', '[null]'],
  ])('refuses %s', (_what, text) => {
    expect(read(text)).toBeUndefined();
  });
});

describe('derivedSecrets', () => {
  it('are others for each purpose and each key, and the same whenever they are made', () => {
    const [first, second] = derivedSecrets([one, other], 'cursors');
    expect(derivedSecrets([one], 'cursors')).toEqual([first]);
    expect(new Set([first, second, ...derivedSecrets([one], 'refresh')].map((key) => key?.toString('hex'))).size).toBe(
      3,
    );
    expect(first).toHaveLength(32);
  });
});

function sec1(pem: string): string {
  return createPrivateKey(pem).export({ type: 'sec1', format: 'pem' }).toString();
}
