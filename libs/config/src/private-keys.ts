import { createPrivateKey, generateKeyPairSync, hkdfSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

const PEM = /-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/g;
/** What OpenSSL and Node call P-256, the curve of ES256 (RFC 7518, section 3.4). */
const CURVE = 'prime256v1';
const DERIVED_BYTES = 32;

/**
 * A setting of private keys on the curve P-256: PEMs one after the other – line breaks may be written `\n` –, a JWK, a
 * list of JWKs, or a JWK set. Each comes out as PKCS#8 in PEM, in the order in which it was written.
 */
export function privateKeys() {
  return z.string().transform((text, context) => {
    const keys = keysIn(text);
    if (keys) return keys.map(pemOf);
    context.addIssue('must be one or more private keys on the curve P-256, in PEM (PKCS #8) or as JWKs');
    return z.NEVER;
  });
}

/** A new private key on the curve P-256, as PKCS#8 in PEM. */
export function newPrivateKey(): string {
  return pemOf(generateKeyPairSync('ec', { namedCurve: CURVE }).privateKey);
}

/**
 * A secret for `purpose` out of each private key, in their order (HKDF, RFC 5869): one setting is all that processes
 * have to share. Whoever knows it learns nothing of the key or of the secrets for other purposes. As with the keys, the
 * first makes what is new, and all know what is old again.
 */
export function derivedSecrets(keys: readonly string[], purpose: string): [Buffer, ...Buffer[]] {
  const [first, ...others] = keys.map((pem) => {
    const { d = '' } = createPrivateKey(pem).export({ format: 'jwk' });
    return Buffer.from(hkdfSync('sha256', Buffer.from(d, 'base64url'), '', purpose, DERIVED_BYTES));
  });
  if (!first) throw new Error('a secret is derived from at least one key');
  return [first, ...others];
}

function keysIn(text: string): KeyObject[] | undefined {
  try {
    const keys = /^[[{]/.test(text) ? keysInJson(text) : keysInPem(text.replaceAll('\\n', '\n'));
    return keys.length > 0 && keys.every(isOnCurve) ? keys : undefined;
  } catch {
    return undefined;
  }
}

function keysInPem(text: string): KeyObject[] {
  // What is no key must not be passed over: a key that was cut in half would be missed in silence.
  if (text.replaceAll(PEM, '').trim() !== '') return [];
  return (text.match(PEM) ?? []).map((pem) => createPrivateKey(pem));
}

function keysInJson(text: string): KeyObject[] {
  const json = JSON.parse(text) as JsonWebKey | JsonWebKey[] | { keys: JsonWebKey[] };
  const jwks = isJwkSet(json) ? json.keys : [json].flat();
  return jwks.map((key) => createPrivateKey({ key, format: 'jwk' }));
}

function isJwkSet(json: object): json is { keys: JsonWebKey[] } {
  return Object.hasOwn(json, 'keys');
}

function isOnCurve(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === CURVE;
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
