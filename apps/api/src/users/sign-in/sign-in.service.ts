import { Injectable } from '@nestjs/common';
import { AccessWatch, Busy, Passwords, type Client, type Principal } from '#auth';
import type { LoginInput } from '#contracts/auth.dto.js';
import { mailboxOf } from '#contracts/validators/emails.js';
import { Database } from '#database';
import { LoginBrake, type LoginAttempt } from './login-brake.js';
import { Networks } from '../sessions/networks.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { InvalidCredentials } from '../users.errors.js';
import { credentialsOf, replacePasswordHash, type Credentials } from '../users.queries.js';
import { UsersService, type SignedIn } from '../users.service.js';

/** Signing in and out. */
@Injectable()
export class SignInService {
  constructor(
    private readonly db: Database,
    private readonly passwords: Passwords,
    private readonly brake: LoginBrake,
    private readonly networks: Networks,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly watch: AccessWatch,
  ) {}

  /**
   * Signs in by password. An address without an account answers alike, in text, in time, and in how often it may be tried.
   * @throws InvalidCredentials, LoginDelayed, Busy
   */
  async login({ email, password }: LoginInput, client: Client): Promise<SignedIn> {
    const { network } = client;
    const mailbox = mailboxOf(email);
    const account = await this.db.firstRow(credentialsOf({ email, mailbox }, this.networks.hashesOf(network)));
    // An account of before has failures of its own: who signs in to that of its mailbox must not have them forgotten.
    const counted = account?.email ?? mailbox;
    const attempt = await this.brake.admit({ email: counted, network: account?.knowsNetwork ? network : undefined });
    const matches = await this.#verify(attempt, account, password);
    if (!account || !matches) throw new InvalidCredentials('Check both, and try again.');
    await this.brake.succeeded(attempt);
    await this.#strengthen(account, password);
    return this.users.signedIn(await this.sessions.open(account, client));
  }

  /**
   * New tokens for a refresh token.
   * @throws InvalidRefreshToken
   */
  async refresh(refreshToken: string, client: Client): Promise<SignedIn> {
    return this.users.signedIn(await this.sessions.refresh(refreshToken, client));
  }

  /** Ends the session that the request comes from. */
  async logout({ sessionId }: Principal): Promise<void> {
    await this.sessions.end(sessionId);
    await this.watch.catchUp();
  }

  async #verify(attempt: LoginAttempt, account: Credentials | undefined, password: string): Promise<boolean> {
    try {
      return await this.passwords.verify(account?.passwordHash, password);
    } catch (error) {
      await this.brake.takeBack(attempt);
      throw error;
    }
  }

  /** A hash from when less was asked of one is made anew: now the password is at hand. It can wait when there is a rush. */
  async #strengthen({ id, passwordHash }: Credentials, password: string): Promise<void> {
    if (passwordHash === null || !this.passwords.isOutdated(passwordHash)) return;
    try {
      await this.db.rows(replacePasswordHash(id, passwordHash, await this.passwords.hash(password)));
    } catch (error) {
      if (!(error instanceof Busy)) throw error;
    }
  }
}
