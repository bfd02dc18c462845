import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit } from '#audit';
import { Clock, newId } from '#clock';
import { Database, rows, violates } from '#database';
import { Events } from '#events';
import { insertConsents } from './consents/consents.queries.js';
import { noteRegistration } from './registration.queries.js';
import { User } from './user.entity.js';
import { EmailTaken } from './users.errors.js';

type NewAccount = Parameters<typeof User.register>[0] & {
  passwordHash: string;
  /** what its owner agrees to */
  termsIds: readonly string[];
};

/** Notes what somebody has agreed to as they registered. */
export async function agree(
  tx: EntityManager,
  userId: string,
  termsIds: readonly string[],
  givenAt: Date,
): Promise<void> {
  if (termsIds.length === 0) return;
  const ids = termsIds.map(() => newId());
  await rows(tx, insertConsents({ ids, userId, termsIds, via: 'registration', givenAt }));
}

/** Accounts as they are made: at once, or after the answer. */
@Injectable()
export class NewAccounts {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly audit: Audit,
  ) {}

  /** Makes an account; its id. @throws EmailTaken */
  async make({ termsIds, ...account }: NewAccount): Promise<string> {
    try {
      return await this.db.transaction(async (tx) => {
        const user = User.register(account, this.clock.now());
        await tx.persist(user).flush();
        await agree(tx, user.id, termsIds, this.clock.now());
        await this.events.publish(tx, 'user.registered', user.id, { userId: user.id });
        const actor = { kind: 'user', id: user.id } as const;
        await this.audit.record(tx, { action: 'user.registered', subject: user.id, actor });
        return user.id;
      });
    } catch (error) {
      if (violates(error, 'users_email_key')) throw new EmailTaken('Sign in, or use another address.');
      throw error;
    }
  }

  /** Has it made later. Whether the address has an account is looked up then: neither the answer nor its time can tell. */
  async note({ firstName, lastName, ...account }: NewAccount): Promise<void> {
    await this.db.transaction(async (tx) => {
      const id = newId();
      await rows(tx, noteRegistration({ id, ...account, firstName: firstName.trim(), lastName: lastName.trim() }));
      await this.events.publish(tx, 'account.registration_requested', id, { requestId: id });
    });
  }
}
