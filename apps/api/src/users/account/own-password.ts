import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Client } from '#auth';
import { rows } from '#database';
import { LoginBrake } from '../brake/login-brake.js';
import { forgetFailures } from '../brake/login-brake.queries.js';
import { Networks } from '../sessions/networks.js';
import { PasswordProof } from '../sign-in/password-proof.js';
import { InvalidCredentials } from '../users.errors.js';
import type { Credentials } from '../users.queries.js';
import { WrongPassword } from './account.errors.js';

/** An account whose password has just been shown. */
export type ProvedAccount = Credentials & { passwordHash: string };

/** Asks those who are signed in for their password. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly brake: LoginBrake,
    private readonly networks: Networks,
    private readonly proof: PasswordProof,
  ) {}

  /**
   * The account, when it is its password. A wrong one counts as a failed login: whoever has got hold of a session is no
   * nearer to the password for it.
   * @throws WrongPassword, LoginDelayed, Busy
   */
  async prove(userId: string, password: string, { network }: Client): Promise<ProvedAccount> {
    const { account, attempt } = await this.#check(userId, password, network);
    await this.brake.succeeded(attempt);
    const { passwordHash } = account;
    if (passwordHash === null) throw new WrongPassword('The account has none.');
    return { ...account, passwordHash };
  }

  /** Somebody has shown it by the mail of the account: what failed before does not keep them out. */
  async forgive(
    tx: EntityManager,
    { userId, email }: { userId: string; email: string },
    client: Client,
  ): Promise<void> {
    const { network } = client;
    await this.networks.seen(tx, userId, network);
    await rows(tx, forgetFailures({ email }));
    await rows(tx, forgetFailures({ email, network }));
  }

  async #check(userId: string, password: string, network: string): ReturnType<PasswordProof['check']> {
    try {
      return await this.proof.check({ of: { id: userId }, password, network });
    } catch (error) {
      throw error instanceof InvalidCredentials ? new WrongPassword('Try again, or reset it.') : error;
    }
  }
}
