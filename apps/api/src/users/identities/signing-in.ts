import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit } from '#audit';
import { Clock, newId } from '#clock';
import { Database, firstRow, rows, violates } from '#database';
import { Events } from '#events';
import { ConsentsService } from '../consents/consents.service.js';
import { hashOf } from '../named-token.js';
import { agree } from '../new-accounts.js';
import { User } from '../user.entity.js';
import { putResult } from './attempts.queries.js';
import { accountWith, markVerified, putIdentity, signIn } from './identities.queries.js';
import type { Provider } from './provider.js';
import { nameIn, verifiedAddressIn } from './person-of.js';
import type { Vouched } from './provider-answers.js';

/** Time for the browser's page to fetch its tokens. */
const RESULT_SECONDS = 60;

/** Why there is no account for somebody. */
type NoAccount = { error: 'email_unverified' | 'account_exists' | 'consent_required' };

/** The attempt by which somebody signs in, and the code for what comes of it. */
interface SignInAttempt {
  id: string;
  code: string;
  /** what is agreed to should an account be made */
  termsIds: readonly string[];
}

/** Finds whose identity it is, or makes an account for it. */
@Injectable()
export class SigningIn {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly audit: Audit,
    private readonly consents: ConsentsService,
  ) {}

  /**
   * An identity signs in to the account that it is linked to, and to no other: not to one that has the same address, as
   * that need not be the same person's. Who has no account gets one, with an address that the provider has verified.
   */
  async signIn(provider: Provider, vouched: Vouched, attempt: SignInAttempt): Promise<{ code: string } | NoAccount> {
    try {
      return await this.database.transaction(async (tx) => {
        const known = await firstRow(tx, signIn(vouched));
        const owner = known ?? (await this.#newAccount(tx, provider, vouched, attempt.termsIds));
        if ('error' in owner) return owner;
        await rows(tx, putResult(attempt.id, owner.userId, hashOf(attempt.code), RESULT_SECONDS));
        return { code: attempt.code };
      });
    } catch (error) {
      // Another request has made one meanwhile.
      if (violates(error, 'users_email_key')) return { error: 'account_exists' };
      throw error;
    }
  }

  async #newAccount(
    tx: EntityManager,
    provider: Provider,
    { issuer, subject, claims }: Vouched,
    termsIds: readonly string[],
  ): Promise<{ userId: string } | NoAccount> {
    const address = verifiedAddressIn(claims);
    if (!address) return { error: 'email_unverified' };
    if (await firstRow(tx, accountWith(address.email, address.mailbox))) return { error: 'account_exists' };
    if (!(await this.consents.suffice(termsIds))) return { error: 'consent_required' };
    const user = User.register({ email: address.mailbox, passwordHash: null, ...nameIn(claims) }, this.clock.now());
    await tx.persist(user).flush();
    await rows(tx, markVerified(user.id));
    const identity = { id: newId(), userId: user.id, provider: provider.id, issuer, subject, email: address.mailbox };
    await rows(tx, putIdentity(identity));
    await agree(tx, user.id, termsIds, this.clock.now());
    await this.events.publish(tx, 'user.registered', user.id, { userId: user.id });
    const actor = { kind: 'user', id: user.id } as const;
    await this.audit.record(tx, { action: 'user.registered', subject: user.id, actor });
    return { userId: user.id };
  }
}
