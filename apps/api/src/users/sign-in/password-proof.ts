import { Injectable } from '@nestjs/common';
import { Busy, Passwords } from '#auth';
import { Database } from '#database';
import { LoginBrake, type LoginAttempt } from '../brake/login-brake.js';
import { Networks } from '../sessions/networks.js';
import { InvalidCredentials } from '../users.errors.js';
import { credentialsBy, replacePasswordHash, type Credentials, type CredentialsKey } from '../users.queries.js';
import { UsersService } from '../users.service.js';

/** Whose password is looked at, and from where it comes. */
export interface PasswordClaim {
  of: CredentialsKey;
  password: string;
  /** from `Client` */
  network: string;
}

/** Somebody proves by a password who they are; whoever guesses is slowed down, wherever passwords are asked for. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly db: Database,
    private readonly passwords: Passwords,
    private readonly brake: LoginBrake,
    private readonly networks: Networks,
    private readonly users: UsersService,
  ) {}

  /**
   * The account whose password this is, and the attempt: it counts as a failure until the caller says what came of it. An
   * account that is not there answers alike, in text, in time, and in how often it may be tried.
   * @throws InvalidCredentials, LoginDelayed, Busy
   */
  async check({ of, password, network }: PasswordClaim): Promise<{ account: Credentials; attempt: LoginAttempt }> {
    const account = await this.db.firstRow(credentialsBy(of, this.networks.hashesOf(network)));
    // An account of before has failures of its own: who signs in to that of its mailbox must not have them forgotten.
    const counted = account?.email ?? ('mailbox' in of ? of.mailbox : of.id);
    const attempt = await this.brake.admit({ email: counted, network: account?.knowsNetwork ? network : undefined });
    const matches = await this.#verify(attempt, account, password);
    if (account && !matches) this.brake.noteFailure(account.id);
    if (!account || !matches || !this.users.maySignIn(account))
      throw new InvalidCredentials('Check both, and try again.');
    return { account: { ...account, passwordHash: await this.#strengthen(account, password) }, attempt };
  }

  async #verify(attempt: LoginAttempt, account: Credentials | undefined, password: string): Promise<boolean> {
    try {
      return await this.passwords.verify(account?.passwordHash, password);
    } catch (error) {
      await this.brake.takeBack(attempt);
      throw error;
    }
  }

  /**
   * The hash that the account has from now on: one from when less was asked of hashes is made anew, as the password is at
   * hand. It can wait when there is a rush.
   */
  async #strengthen({ id, passwordHash }: Credentials, password: string): Promise<string | null> {
    if (passwordHash === null || !this.passwords.isOutdated(passwordHash)) return passwordHash;
    try {
      const stronger = await this.passwords.hash(password);
      return (await this.db.firstRow(replacePasswordHash(id, passwordHash, stronger))) ? stronger : passwordHash;
    } catch (error) {
      if (!(error instanceof Busy)) throw error;
      return passwordHash;
    }
  }
}
