import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type AppConfig } from '#config';
import { ALGORITHM } from './access-token.claims.js';

/** A public key, as a JWK set shows it (RFC 7517). */
export interface PublicJwk {
  kty: string;
  crv: string;
  x: string;
  y: string;
  kid: string;
  use: string;
  alg: string;
}

interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  /** in PEM */
  publicKey: string;
  jwk: PublicJwk;
}

/**
 * The keys of access tokens. The first signs, all verify: a new key that is added behind the first, and comes to the
 * front once every process has it, signs nobody out.
 */
@Injectable()
export class SigningKeys {
  readonly #first: SigningKey;
  readonly #byId: ReadonlyMap<string, SigningKey>;

  constructor(@Inject(CONFIG) { auth }: AppConfig) {
    const keys = auth.jwtPrivateKeys.map(signingKey);
    const [first] = keys;
    if (!first) throw new Error('access tokens need a key to be signed with');
    this.#first = first;
    this.#byId = new Map(keys.map((key) => [key.kid, key]));
  }

  /** The key that signs, and its name. */
  get current(): { kid: string; privateKey: KeyObject } {
    return this.#first;
  }

  /**
   * The public key with exactly this name, in PEM. A stranger has chosen the name: it is looked for here, and nowhere
   * else.
   */
  publicKey(kid: string): string | undefined {
    return this.#byId.get(kid)?.publicKey;
  }

  /** All keys, for those who verify our tokens elsewhere. */
  get jwks(): PublicJwk[] {
    return [...this.#byId.values()].map(({ jwk }) => jwk);
  }
}

function signingKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey);
  const { crv = '', kty = '', x = '', y = '' } = publicKey.export({ format: 'jwk' });
  // The name of a key is its thumbprint (RFC 7638): the same in every process, and no setting of its own.
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  const jwk = { kty, crv, x, y, kid, use: 'sig', alg: ALGORITHM };
  return { kid, privateKey, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(), jwk };
}
