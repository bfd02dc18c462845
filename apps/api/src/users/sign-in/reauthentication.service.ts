import { Injectable } from '@nestjs/common';
import { AccessTokens, type Client, type Principal } from '#auth';
import type { ReauthenticateInput } from '#contracts/reauthentication.dto.js';
import { Database } from '#database';
import { Unauthenticated } from '#http';
import { LoginBrake } from '../brake/login-brake.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { SecondFactorNeeded } from '../users.errors.js';
import { PasswordProof } from './password-proof.js';
import { SecondFactor } from './second-factor.js';

/** An access token that says that its owner has just proved who they are. */
export interface Reauthenticated {
  accessToken: string;
  /** life of the access token in seconds */
  expiresIn: number;
}

/** Proving once more who one is, in a session that goes on as it was: for what asks for a recent sign-in. */
@Injectable()
export class ReauthenticationService {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly brake: LoginBrake,
    private readonly database: Database,
    private readonly password: PasswordProof,
    private readonly secondFactor: SecondFactor,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Asks for no less than signing in does: the password, and the second factor of an account that has one.
   * @throws InvalidCredentials, SecondFactorNeeded, InvalidSecondFactor, LoginDelayed, Busy, Unauthenticated when the
   *   session has ended meanwhile
   */
  async reauthenticate(
    user: Principal,
    { password, ...proof }: ReauthenticateInput,
    client: Client,
  ): Promise<Reauthenticated> {
    const { account, attempt } = await this.password.check({ of: { id: user.id }, password, network: client.network });
    const asked = await this.secondFactor.ask(user.id);
    if (asked) await this.brake.takeBack(attempt);
    if (asked && Object.keys(proof).length === 0) {
      const secondFactor = { methods: asked.methods, passkeyOptions: asked.passkeyOptions as null };
      throw new SecondFactorNeeded('Send it along with the password.', { data: { secondFactor } });
    }
    const { id: userId, email } = account;
    const accessToken = asked
      ? await this.secondFactor.prove({ userId, email, network: attempt.network }, proof, (tx) =>
          this.sessions.prove(tx, user),
        )
      : await this.database.transaction((tx) => this.sessions.prove(tx, user));
    if (accessToken === null) throw new Unauthenticated('The session has ended: sign in again.');
    await this.brake.succeeded(attempt);
    return { accessToken, expiresIn: this.accessTokens.lifeSeconds };
  }
}
