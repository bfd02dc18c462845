import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { RecoveryCodesDto, SecondFactorDto, SecondFactorMethod } from '#contracts/second-factor.dto.js';
import { Database, firstRow } from '#database';
import { FactorChanges } from './factor-changes.js';
import { RecoveryCodes } from './recovery-codes.js';
import { NoSecondFactor } from './second-factor.errors.js';
import { factorsOf, type FactorsRow } from './second-factor.queries.js';

const NONE: FactorsRow = { totp: false, passkeys: 0, recoveryCodesLeft: 0 };

/** What accounts are asked for at sign-in besides a password. */
@Injectable()
export class SecondFactorsService {
  constructor(
    private readonly database: Database,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly changes: FactorChanges,
  ) {}

  /** What somebody has set up. */
  async of(userId: string): Promise<SecondFactorDto> {
    return (await this.database.firstRow(factorsOf(userId))) ?? NONE;
  }

  /** What will do as the second factor of an account; nothing when none is asked for. */
  async methodsOf(userId: string): Promise<SecondFactorMethod[]> {
    return methodsIn(await this.of(userId));
  }

  /** Whether an account has a second factor, within a transaction that changes it. */
  async has(tx: EntityManager, userId: string): Promise<boolean> {
    return methodsIn((await firstRow(tx, factorsOf(userId))) ?? NONE).length > 0;
  }

  /**
   * New recovery codes in the place of those that there are.
   * @throws NoSecondFactor
   */
  async renewRecoveryCodes(userId: string): Promise<RecoveryCodesDto> {
    return this.database.transaction(async (tx) => {
      await this.changes.lock(tx, userId);
      if (!(await this.has(tx, userId))) throw new NoSecondFactor('Recovery codes stand in for one: set it up first.');
      const recoveryCodes = await this.recoveryCodes.replace(tx, userId);
      await this.changes.tell(tx, userId, { change: 'recovery_codes_made' });
      return { recoveryCodes };
    });
  }
}

/** Recovery codes stand in for something, and are none by themselves. */
function methodsIn({ totp, passkeys, recoveryCodesLeft }: FactorsRow): SecondFactorMethod[] {
  if (!totp && passkeys === 0) return [];
  const there = { passkey: passkeys > 0, totp, recovery_code: recoveryCodesLeft > 0 };
  return (['passkey', 'totp', 'recovery_code'] as const).filter((method) => there[method]);
}
