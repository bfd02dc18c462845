import { sign } from 'node:crypto';
import { ClientSecretBasic, ClientSecretPost, type ClientAuth } from 'openid-client';
import type { Provider } from './provider.js';

/** What a provider takes that says nothing of it (OpenID Connect Discovery 1.0, section 3). */
const USUAL_METHODS = ['client_secret_basic'];
/** Apple takes up to six months; each of ours is used at once. */
const APPLE_SECRET_SECONDS = 300;

type Apple = NonNullable<Provider['apple']>;

/** How we prove to a provider that it is us: by the secret, in the way that it takes; to Apple by a signature. */
export function clientAuthOf({ clientId, clientSecret, apple }: Provider): ClientAuth {
  return (server, client, body, headers) => {
    const secret = apple ? appleSecret(apple, clientId, server.issuer, new Date()) : clientSecret;
    const { token_endpoint_auth_methods_supported: methods = USUAL_METHODS } = server;
    const prove = !apple && methods.includes('client_secret_basic') ? ClientSecretBasic : ClientSecretPost;
    prove(secret)(server, client, body, headers);
  };
}

/**
 * What Apple wants for a secret: a JWT that is signed with the key of the developer's account (Apple, "Creating a client
 * secret"). @param issuer Apple's own, for whom it is
 */
export function appleSecret({ teamId, keyId, privateKey }: Apple, clientId: string, issuer: string, now: Date): string {
  const iat = Math.floor(now.getTime() / 1000);
  const claims = { iss: teamId, iat, exp: iat + APPLE_SECRET_SECONDS, aud: issuer, sub: clientId };
  const signed = [{ alg: 'ES256', kid: keyId }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
