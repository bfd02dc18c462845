import { Injectable } from '@nestjs/common';
import type { Client, Principal } from '#auth';
import { newId } from '#clock';
import type { CompleteLoginInput, SecondFactorNeededDto } from '#contracts/second-factor.dto.js';
import { Database, firstRow } from '#database';
import { LoginBrake, type LoginAttempt } from '../brake/login-brake.js';
import { hashOf, idIn, newNamedToken } from '../named-token.js';
import { FactorChanges } from '../second-factor/factor-changes.js';
import { Networks } from '../sessions/networks.js';
import type { Factor } from '../sessions/session.entity.js';
import { SessionsService, type SignInProof, type Tokens } from '../sessions/sessions.service.js';
import { ChallengeOver, InvalidCredentials, InvalidSecondFactor, LoginDelayed } from '../users.errors.js';
import type { Credentials } from '../users.queries.js';
import {
  countTry,
  meetChallenge,
  MOST_TRIES,
  openChallenge,
  putChallenge,
  takeBackTry,
  type Challenge,
} from './challenges.queries.js';
import { SecondFactor, type Asked } from './second-factor.js';

const CHALLENGE_SECONDS = 300;

/** Whose sign-in it is. */
type Account = Pick<Principal, 'id' | 'roles' | 'accessVersion'> & Pick<SignInProof, 'signInVersion'>;

/** For whom a provider of OpenID Connect vouches. */
export interface VouchedAccount extends Account {
  isSuspended: boolean;
}

/** Signing in, once the password is right: at once, or by a second factor where the account has one. */
@Injectable()
export class SecondStepService {
  constructor(
    private readonly database: Database,
    private readonly brake: LoginBrake,
    private readonly networks: Networks,
    private readonly sessions: SessionsService,
    private readonly secondFactor: SecondFactor,
    private readonly changes: FactorChanges,
  ) {}

  /**
   * The tokens of whoever knows the password, or what else they have to prove. The password alone is half of it: what
   * failed before is forgotten when they have signed in.
   * @throws AccountSuspended, InvalidCredentials when the account changes at that moment
   */
  async after(account: Credentials, attempt: LoginAttempt, client: Client): Promise<Tokens | SecondFactorNeededDto> {
    const { signInVersion, passwordHash } = account;
    const asked = account.isSuspended ? undefined : await this.secondFactor.ask(account.id);
    if (asked) {
      await this.brake.takeBack(attempt);
      const challenge = await this.#challenge(account, asked, { proved: 'password', passwordHash });
      if (!challenge) throw new InvalidCredentials('Check both, and try again.');
      return challenge;
    }
    await this.brake.succeeded(attempt);
    return this.sessions.open(account, client, { factors: ['password'], signInVersion, passwordHash });
  }

  /**
   * The same for whom a provider vouches for.
   * @throws AccountSuspended, ChallengeOver when the account changes at that moment
   */
  async afterProvider(account: VouchedAccount, client: Client): Promise<Tokens | SecondFactorNeededDto> {
    const asked = account.isSuspended ? undefined : await this.secondFactor.ask(account.id);
    const { signInVersion } = account;
    if (!asked) return this.sessions.open(account, client, { factors: ['oidc'], signInVersion });
    const challenge = await this.#challenge(account, asked, { proved: 'oidc', passwordHash: null });
    if (!challenge) throw new ChallengeOver('Sign in again from the beginning.');
    return challenge;
  }

  /**
   * Signs in by the second factor.
   * @throws ChallengeOver, InvalidSecondFactor, LoginDelayed
   */
  async complete({ challengeToken, ...proof }: CompleteLoginInput, client: Client): Promise<Tokens> {
    const id = idIn(challengeToken);
    const networks = this.networks.hashesOf(client.network);
    const found = id && (await this.database.firstRow(openChallenge(id, hashOf(challengeToken), networks)));
    const counted = id && found && (await this.database.firstRow(countTry(id)));
    if (!counted) throw new ChallengeOver('Sign in again from the beginning.');
    const { userId, email } = found;
    const network = found.knowsNetwork ? client.network : undefined;
    try {
      const tokens = await this.secondFactor.prove({ userId, email, network }, proof, async (tx, factor) => {
        if (!(await firstRow(tx, meetChallenge(id)))) throw new ChallengeOver('Sign in again from the beginning.');
        const { factors, signInVersion } = found;
        return this.sessions.openIn(tx, accountOf(found), client, { factors: [...factors, factor], signInVersion });
      });
      if (email !== null) await this.brake.succeeded({ email, network });
      return tokens;
    } catch (error) {
      await this.#failed(id, userId, counted.tries, error);
      throw error;
    }
  }

  async #challenge(
    account: Account,
    asked: Asked,
    { proved, passwordHash }: { proved: Factor; passwordHash: string | null },
  ): Promise<SecondFactorNeededDto | undefined> {
    const id = newId();
    const challengeToken = newNamedToken(id);
    const kept = await this.database.firstRow(
      putChallenge({
        id,
        tokenHash: hashOf(challengeToken),
        userId: account.id,
        accessVersion: account.accessVersion,
        signInVersion: account.signInVersion,
        passwordHash,
        factors: [proved],
        seconds: CHALLENGE_SECONDS,
      }),
    );
    return kept && { secondFactor: { ...asked, challengeToken, expiresIn: CHALLENGE_SECONDS } };
  }

  /** Who has the password of another is told of, once they have used up a challenge. */
  async #failed(id: string, userId: string, tries: number, error: unknown): Promise<void> {
    if (error instanceof LoginDelayed) await this.database.rows(takeBackTry(id));
    if (!(error instanceof InvalidSecondFactor) || tries < MOST_TRIES) return;
    await this.database.transaction((tx) => this.changes.tell(tx, userId, { change: 'second_factor_failed' }));
  }
}

function accountOf({ userId, roles, accessVersion }: Challenge) {
  return { id: userId, roles, accessVersion };
}
