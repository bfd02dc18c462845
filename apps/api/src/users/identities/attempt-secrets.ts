import { Inject, Injectable } from '@nestjs/common';
import { randomNonce, randomPKCECodeVerifier } from 'openid-client';
import { CONFIG, derivedSecrets, type AppConfig } from '#config';
import { sealed, unsealed, type SealingKeys } from '../second-factor/sealed.js';

/** What ties the provider's tokens to the attempt: they are for who asked (PKCE), and for what was asked (nonce). */
export interface AttemptSecrets {
  nonce: string;
  codeVerifier: string;
}

/** The secrets of attempts, as they are kept while people are at their provider. */
@Injectable()
export class AttemptSealing {
  readonly #keys: SealingKeys;

  constructor(@Inject(CONFIG) { auth }: AppConfig) {
    this.#keys = derivedSecrets(auth.jwtPrivateKeys, 'roost oidc attempts');
  }

  /** New ones. */
  make(): AttemptSecrets {
    return { nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
  }

  seal({ nonce, codeVerifier }: AttemptSecrets, attemptId: string): Buffer {
    return sealed(Buffer.from(`${nonce} ${codeVerifier}`), attemptId, this.#keys);
  }

  /** Undefined when the key has been taken out of the configuration meanwhile. */
  open(stored: Buffer, attemptId: string): AttemptSecrets | undefined {
    const [nonce, codeVerifier] = unsealed(stored, attemptId, this.#keys)?.toString().split(' ') ?? [];
    return nonce !== undefined && codeVerifier !== undefined ? { nonce, codeVerifier } : undefined;
  }
}
