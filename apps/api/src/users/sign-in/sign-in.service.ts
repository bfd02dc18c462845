import { Injectable } from '@nestjs/common';
import { AccessTokens, AccessWatch, type Client, type Principal } from '#auth';
import type { LoginInput } from '#contracts/auth.dto.js';
import type { ReauthenticateInput } from '#contracts/reauthentication.dto.js';
import { mailboxOf } from '#contracts/validators/emails.js';
import { Unauthenticated } from '#http';
import { PasswordProof } from './password-proof.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { UsersService, type SignedIn } from '../users.service.js';

/** An access token that says that its owner has just proved who they are. */
export interface Reauthenticated {
  accessToken: string;
  /** life of the access token in seconds */
  expiresIn: number;
}

/** Signing in and out. */
@Injectable()
export class SignInService {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly proof: PasswordProof,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly watch: AccessWatch,
  ) {}

  /**
   * Signs in by password. An address without an account answers alike, in text, in time, and in how often it may be tried.
   * @throws InvalidCredentials, LoginDelayed, Busy; AccountSuspended once the password was right
   */
  async login({ email, password }: LoginInput, client: Client): Promise<SignedIn> {
    const of = { email, mailbox: mailboxOf(email) };
    const account = await this.proof.check({ of, password, network: client.network });
    return this.users.signedIn(await this.sessions.open(account, client));
  }

  /**
   * New tokens for a refresh token.
   * @throws InvalidRefreshToken, AccountSuspended
   */
  async refresh(refreshToken: string, client: Client): Promise<SignedIn> {
    return this.users.signedIn(await this.sessions.refresh(refreshToken, client));
  }

  /**
   * Proves once more who the person of a session is; the session goes on as it was. For what asks for a recent sign-in.
   * @throws InvalidCredentials, LoginDelayed, Busy, Unauthenticated when the session has ended meanwhile
   */
  async reauthenticate(user: Principal, { password }: ReauthenticateInput, client: Client): Promise<Reauthenticated> {
    await this.proof.check({ of: { id: user.id }, password, network: client.network });
    const accessToken = await this.sessions.prove(user);
    if (accessToken === undefined) throw new Unauthenticated('The session has ended: sign in again.');
    return { accessToken, expiresIn: this.accessTokens.lifeSeconds };
  }

  /** Ends the session that the request comes from. */
  async logout({ sessionId }: Principal): Promise<void> {
    await this.sessions.end(sessionId);
    await this.watch.catchUp();
  }
}
