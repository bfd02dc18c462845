import { Injectable } from '@nestjs/common';
import type { Client } from '#auth';
import type { LoginWithProviderInput } from '#contracts/identities.dto.js';
import type { SecondFactorNeededDto } from '#contracts/second-factor.dto.js';
import { Database } from '#database';
import { hashOf, idIn } from '../named-token.js';
import { SecondStepService } from '../sign-in/second-step.service.js';
import { UsersService, type SignedIn } from '../users.service.js';
import { attemptCookie, attemptSecretIn } from './attempt-cookie.js';
import { takeResult } from './attempts.queries.js';
import { AttemptOver } from './identities.errors.js';

/** The page that people have come back to fetches what they have signed in for. */
@Injectable()
export class OidcSessionsService {
  constructor(
    private readonly database: Database,
    private readonly secondStep: SecondStepService,
    private readonly users: UsersService,
  ) {}

  /**
   * Exchanges a code, in the browser that began, once: who is given the code of another is not signed in to what is the
   * other's. An account with a second factor is asked for it: that somebody is in at the provider is one factor.
   * @param cookies the header `Cookie`
   * @throws AttemptOver, AccountSuspended
   */
  async open(
    { code }: LoginWithProviderInput,
    cookies: string | undefined,
    client: Client,
  ): Promise<{ answer: SignedIn | SecondFactorNeededDto; cookie: string }> {
    const id = idIn(code);
    const browserHash = hashOf(id === undefined ? '' : attemptSecretIn(cookies, id));
    const account = id && (await this.database.firstRow(takeResult(id, hashOf(code), browserHash)));
    if (!account) throw new AttemptOver('Begin again, and finish in the same browser.');
    const next = await this.secondStep.afterProvider(account, client);
    const answer = 'secondFactor' in next ? next : await this.users.signedIn(next);
    return { answer, cookie: attemptCookie(id, undefined) };
  }
}
