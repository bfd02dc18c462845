import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AccessWatch, wallTime, type Principal } from '#auth';
import type { RecoveryCodesDto, TotpEnrolmentDto } from '#contracts/second-factor.dto.js';
import { Database, firstRow, rows } from '#database';
import { MINUTE_MS } from '#dates';
import { NotFound } from '#http';
import { base32 } from './base32.js';
import { FactorChanges } from './factor-changes.js';
import { RecoveryCodes } from './recovery-codes.js';
import { TotpIsOn, TotpNotPending, WrongCode } from './second-factor.errors.js';
import { otpauthUri } from './otpauth-uri.js';
import { SecondFactorsService } from './second-factors.service.js';
import { confirmSecret, pendingSecret, putPendingSecret, removeSecret } from './totp.queries.js';
import { TotpSecrets } from './totp-secrets.js';

/** As long as SHA-1's result (RFC 4226, section 4, R6). */
const SECRET_BYTES = 20;
const PENDING_MS = 10 * MINUTE_MS;

/** Setting up an authenticator app, and taking it off again. */
@Injectable()
export class TotpService {
  constructor(
    private readonly database: Database,
    private readonly secrets: TotpSecrets,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly factors: SecondFactorsService,
    private readonly changes: FactorChanges,
    private readonly watch: AccessWatch,
  ) {}

  /**
   * A new secret for an authenticator app. It waits ten minutes for `confirm`; one that waited before is forgotten.
   * @throws TotpIsOn
   */
  async enrol(userId: string): Promise<TotpEnrolmentDto> {
    const secret = randomBytes(SECRET_BYTES);
    const now = wallTime();
    const until = new Date(now.getTime() + PENDING_MS);
    const email = await this.database.transaction(async (tx) => {
      const account = await this.changes.lock(tx, userId);
      const kept = await firstRow(tx, putPendingSecret(userId, this.secrets.seal(secret, userId), { now, until }));
      if (!kept) throw new TotpIsOn('Remove it first, then set up another.');
      return account.email;
    });
    const written = base32(secret);
    return { secret: written, uri: otpauthUri(email ?? userId, written), expiresIn: PENDING_MS / 1000 };
  }

  /**
   * Has codes of the app asked for from now on: a first one proves that it has the secret. Other sessions end.
   * @throws TotpNotPending, WrongCode
   */
  async confirm(user: Principal, code: string): Promise<RecoveryCodesDto> {
    const now = wallTime();
    const confirmed = await this.database.transaction(async (tx) => {
      await this.changes.lock(tx, user.id);
      const pending = await firstRow(tx, pendingSecret(user.id, now));
      if (!pending) throw new TotpNotPending('Begin again: a secret waits for ten minutes.');
      const step = this.secrets.stepOf(code, user.id, pending.sealed);
      if (step === undefined) throw new WrongCode('Send the code that the app shows now.');
      await rows(tx, confirmSecret(user.id, step, now));
      const recoveryCodes = await this.recoveryCodes.replaceIfNone(tx, user.id);
      await this.changes.tellAndEndOthers(tx, user, { change: 'totp_added' });
      return { recoveryCodes };
    });
    await this.watch.catchUp();
    return confirmed;
  }

  /**
   * Has no more codes asked for. Recovery codes go too when nothing is left that they stand in for. Other sessions end.
   * @throws NotFound
   */
  async remove(user: Principal): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.changes.lock(tx, user.id);
      const removed = await firstRow(tx, removeSecret(user.id));
      if (!removed?.confirmed) throw new NotFound('There is no authenticator app to take off.');
      if (!(await this.factors.has(tx, user.id))) await this.recoveryCodes.remove(tx, user.id);
      await this.changes.tellAndEndOthers(tx, user, { change: 'totp_removed' });
    });
    await this.watch.catchUp();
  }
}
