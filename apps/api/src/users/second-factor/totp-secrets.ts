import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { wallTime } from '#auth';
import { CONFIG, derivedSecrets, type AppConfig } from '#config';
import { firstRow, rows } from '#database';
import { isSealedByFirst, sealed, unsealed, type SealingKeys } from './sealed.js';
import { stepOf } from './totp.js';
import { resealSecret, secretOf, takeStep } from './totp.queries.js';

/** The secrets that accounts share with authenticator apps. Unlike passwords they have to be read, so they are sealed. */
@Injectable()
export class TotpSecrets {
  readonly #keys: SealingKeys;

  constructor(@Inject(CONFIG) { auth }: AppConfig) {
    this.#keys = derivedSecrets(auth.jwtPrivateKeys, 'roost totp secrets');
  }

  /** A secret as it is stored. */
  seal(secret: Buffer, userId: string): Buffer {
    return sealed(secret, userId, this.#keys);
  }

  /** The step that a code is of; undefined when it is not right, or when the key has been taken out of the configuration. */
  stepOf(code: string, userId: string, stored: Buffer): number | undefined {
    const secret = unsealed(stored, userId, this.#keys);
    return secret && stepOf(code, secret, wallTime());
  }

  /**
   * Takes a code of the app; whether it is right, and neither it nor a later one has been taken before. A secret that an
   * older key has sealed is sealed anew by the way.
   */
  async take(tx: EntityManager, userId: string, code: string): Promise<boolean> {
    const kept = await firstRow(tx, secretOf(userId));
    if (!kept) return false;
    const step = this.stepOf(code, userId, kept.sealed);
    if (step === undefined || !(await firstRow(tx, takeStep(userId, step)))) return false;
    if (!isSealedByFirst(kept.sealed, this.#keys)) await this.#reseal(tx, userId, kept.sealed);
    return true;
  }

  async #reseal(tx: EntityManager, userId: string, old: Buffer): Promise<void> {
    const secret = unsealed(old, userId, this.#keys);
    if (secret) await rows(tx, resealSecret(userId, old, this.seal(secret, userId)));
  }
}
