import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { CONFIG, derivedSecrets, type AppConfig } from '#config';
import { rows } from '#database';
import { noteNetwork } from './networks.queries.js';

/** Where people sign in from, as it is kept: nobody reads an address out of a hash without its key. */
@Injectable()
export class Networks {
  readonly #secrets: [Buffer, ...Buffer[]];

  constructor(@Inject(CONFIG) { auth }: AppConfig) {
    this.#secrets = derivedSecrets(auth.jwtPrivateKeys, 'roost networks');
  }

  /** Somebody has proved from there that the account is theirs. */
  async seen(tx: EntityManager, userId: string, network: string): Promise<void> {
    await rows(tx, noteNetwork(userId, hash(this.#secrets[0], network)));
  }

  /** What may have been kept of a network, also under a key that has been the first. */
  hashesOf(network: string): Buffer[] {
    return this.#secrets.map((secret) => hash(secret, network));
  }
}

function hash(secret: Buffer, network: string): Buffer {
  return createHmac('sha256', secret).update(network).digest();
}
