import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, derivedSecrets, type AppConfig } from '#config';

/** Where people sign in from, as it is kept: nobody reads an address out of a hash without its key. */
@Injectable()
export class Networks {
  readonly #secrets: [Buffer, ...Buffer[]];

  constructor(@Inject(CONFIG) { auth }: AppConfig) {
    this.#secrets = derivedSecrets(auth.jwtPrivateKeys, 'roost networks');
  }

  /** What is kept of a network. */
  hashOf(network: string): Buffer {
    return hash(this.#secrets[0], network);
  }

  /** What may have been kept of it, also under a key that has been the first. */
  hashesOf(network: string): Buffer[] {
    return this.#secrets.map((secret) => hash(secret, network));
  }
}

function hash(secret: Buffer, network: string): Buffer {
  return createHmac('sha256', secret).update(network).digest();
}
