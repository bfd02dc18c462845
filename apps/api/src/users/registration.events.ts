import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit } from '#audit';
import { Clock } from '#clock';
import { firstRow } from '#database';
import { Events, OnEvent, type DomainEvent } from '#events';
import { agree } from './new-accounts.js';
import { accountAt, makeAccount, takeRegistration } from './registration.queries.js';

/** Makes the accounts of those who were told nothing when they registered. */
@Injectable()
export class RegistrationEvents {
  constructor(
    private readonly clock: Clock,
    private readonly events: Events,
    private readonly audit: Audit,
  ) {}

  @OnEvent('account.registration_requested', { name: 'users.registration_requested' })
  async onRequested(tx: EntityManager, { payload }: DomainEvent<'account.registration_requested'>): Promise<void> {
    const noted = await firstRow(tx, takeRegistration(payload.requestId));
    if (!noted) return;
    const made = await firstRow(tx, makeAccount(noted, this.clock.now()));
    if (made) {
      await agree(tx, made.id, noted.termsIds, this.clock.now());
      await this.events.publish(tx, 'user.registered', made.id, { userId: made.id });
      const actor = { kind: 'user', id: made.id } as const;
      await this.audit.record(tx, { action: 'user.registered', subject: made.id, actor });
      return;
    }
    const owner = await firstRow(tx, accountAt(noted.email));
    if (owner) await this.events.publish(tx, 'account.registration_repeated', owner.id, { userId: owner.id });
  }
}
