import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { firstRow, rows } from '#database';
import { FactorChanges } from './factor-changes.js';
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-code.js';
import { putCodes, removeCodes, useCode } from './recovery-codes.queries.js';
import { factorsOf } from './second-factor.queries.js';

/** Codes on paper, for when the phone is lost. Each stands in for the second factor once. */
@Injectable()
export class RecoveryCodes {
  constructor(private readonly changes: FactorChanges) {}

  /** New ones in the place of all others; they are shown this once. */
  async replace(tx: EntityManager, userId: string): Promise<string[]> {
    const codes = newRecoveryCodes();
    await rows(tx, removeCodes(userId));
    await rows(tx, putCodes(userId, codes.map(hashOfRecoveryCode)));
    return codes;
  }

  /** New ones where there are none left; null where there are. */
  async replaceIfNone(tx: EntityManager, userId: string): Promise<string[] | null> {
    const { recoveryCodesLeft = 0 } = (await firstRow(tx, factorsOf(userId))) ?? {};
    return recoveryCodesLeft > 0 ? null : this.replace(tx, userId);
  }

  /** Forgets them, when there is nothing any more that they stand in for. */
  async remove(tx: EntityManager, userId: string): Promise<void> {
    await rows(tx, removeCodes(userId));
  }

  /** Uses one up; whether it was one that could be. */
  async use(tx: EntityManager, userId: string, code: string): Promise<boolean> {
    if (!(await firstRow(tx, useCode(userId, hashOfRecoveryCode(code))))) return false;
    const { recoveryCodesLeft: codesLeft = 0 } = (await firstRow(tx, factorsOf(userId))) ?? {};
    await this.changes.tell(tx, userId, { change: 'recovery_code_used', codesLeft });
    return true;
  }
}
