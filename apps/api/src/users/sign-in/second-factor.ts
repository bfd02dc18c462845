import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { PasskeyCredential } from '#contracts/passkeys.dto.js';
import { CompleteLoginInput, type SecondFactorProof, type SignInChallengeDto } from '#contracts/second-factor.dto.js';
import { Database, type Json } from '#database';
import { crossRule, type FieldError } from '#http';
import { LoginBrake } from '../brake/login-brake.js';
import { PasskeyProofs } from '../passkeys/passkey-proofs.js';
import { InvalidPasskey } from '../passkeys/passkeys.errors.js';
import { RecoveryCodes } from '../second-factor/recovery-codes.js';
import { SecondFactorsService } from '../second-factor/second-factors.service.js';
import { TotpSecrets } from '../second-factor/totp-secrets.js';
import type { Factor } from '../sessions/session.entity.js';
import { InvalidSecondFactor } from '../users.errors.js';

/** Whose second factor is to be proved. */
export interface Prover {
  userId: string;
  /** by which failures are counted, as for the password */
  email: string | null;
  /** where the request is from, when the account has been used from there of late */
  network?: string;
}

/** What will do as the second factor of somebody. */
export type Asked = Omit<SignInChallengeDto, 'challengeToken' | 'expiresIn'>;

const PROOFS = ['code', 'recoveryCode', 'passkey'] as const;

/** A proof is exactly one of its fields, right or wrong. */
function proofErrors(given: SecondFactorProof): FieldError[] {
  if (PROOFS.filter((field) => given[field] !== undefined).length === 1) return [];
  return PROOFS.map((field) => ({
    pointer: `/${field}`,
    code: 'exactly_one',
    message: `exactly one of ${PROOFS.join(', ')} must be sent`,
  }));
}

crossRule(CompleteLoginInput, (_sound, given) => proofErrors(given));

/** The second proof of who somebody is, wherever it is asked for. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly database: Database,
    private readonly brake: LoginBrake,
    private readonly totp: TotpSecrets,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly factors: SecondFactorsService,
    private readonly passkeys: PasskeyProofs,
  ) {}

  /** What somebody is to be asked for; undefined when they have no second factor. */
  async ask(userId: string): Promise<Asked | undefined> {
    const methods = await this.factors.methodsOf(userId);
    if (methods.length === 0) return undefined;
    return { methods, passkeyOptions: methods.includes('passkey') ? await this.passkeys.options(userId) : null };
  }

  /**
   * Runs `work` in one transaction with the proof: what counts once is used up only if `work` commits. Failures are counted
   * for the account, apart from those of its password, and delay the next try in the same way.
   * @param work is told by what it was proved
   * @throws InvalidSecondFactor, LoginDelayed
   */
  async prove<Result extends Json>(
    { userId, email, network }: Prover,
    proof: SecondFactorProof,
    work: (tx: EntityManager, factor: Factor) => Promise<Result>,
  ): Promise<Result> {
    const attempt = await this.brake.admit({ email: email ?? userId, network, step: 'second_factor' });
    try {
      if (proof.passkey !== undefined) await this.#checkPasskey(userId, proof.passkey);
      const result = await this.database.transaction(async (tx) => work(tx, await this.#factorOf(tx, userId, proof)));
      await this.brake.succeeded(attempt);
      return result;
    } catch (error) {
      if (!(error instanceof InvalidSecondFactor)) await this.brake.takeBack(attempt);
      throw error;
    }
  }

  /** Before the transaction: that a challenge was used, and how often a passkey has signed, stays so whatever comes next. */
  async #checkPasskey(userId: string, passkey: PasskeyCredential): Promise<void> {
    try {
      await this.passkeys.check(passkey, { userId, field: 'passkey' });
    } catch (error) {
      throw error instanceof InvalidPasskey ? new InvalidSecondFactor('Begin again for new options.') : error;
    }
  }

  async #factorOf(tx: EntityManager, userId: string, proof: SecondFactorProof): Promise<Factor> {
    const { code, recoveryCode, passkey } = proof;
    if (passkey !== undefined) return 'passkey';
    if (code !== undefined && (await this.totp.take(tx, userId, code))) return 'totp';
    if (recoveryCode !== undefined && (await this.recoveryCodes.use(tx, userId, recoveryCode))) return 'recovery_code';
    throw new InvalidSecondFactor('Send another code: each counts once.');
  }
}
