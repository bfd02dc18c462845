import { Injectable } from '@nestjs/common';
import type { Client } from '#auth';
import type { LoginInput } from '#contracts/auth.dto.js';
import type { CompleteLoginInput, SecondFactorNeededDto } from '#contracts/second-factor.dto.js';
import { mailboxOf } from '#contracts/validators/emails.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { UsersService, type SignedIn } from '../users.service.js';
import { PasswordProof } from './password-proof.js';
import { SecondStepService } from './second-step.service.js';

/** Signing in, and going on with it. */
@Injectable()
export class SignInService {
  constructor(
    private readonly password: PasswordProof,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly secondStep: SecondStepService,
  ) {}

  /**
   * Signs in by password, or tells what else is asked for. An address without an account answers alike, in text, in time,
   * and in how often it may be tried; and who does not know the password never learns of a second factor.
   * @throws InvalidCredentials, LoginDelayed, Busy; AccountSuspended once the password was right
   */
  async login({ email, password }: LoginInput, client: Client): Promise<SignedIn | SecondFactorNeededDto> {
    const of = { email, mailbox: mailboxOf(email) };
    const { account, attempt } = await this.password.check({ of, password, network: client.network });
    const next = await this.secondStep.after(account, attempt, client);
    return 'secondFactor' in next ? next : this.users.signedIn(next);
  }

  /**
   * Signs in by the second factor, after the password.
   * @throws ChallengeOver, InvalidSecondFactor, LoginDelayed, AccountSuspended
   */
  async completeLogin(input: CompleteLoginInput, client: Client): Promise<SignedIn> {
    return this.users.signedIn(await this.secondStep.complete(input, client));
  }

  /**
   * New tokens for a refresh token.
   * @throws InvalidRefreshToken, AccountSuspended
   */
  async refresh(refreshToken: string, client: Client): Promise<SignedIn> {
    return this.users.signedIn(await this.sessions.refresh(refreshToken, client));
  }
}
