import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { firstRow, rows } from '#database';
import { Events, OnEvent, type DomainEvent } from '#events';
import { lockAccount } from '../codes/codes.queries.js';
import { CodesService } from '../codes/codes.service.js';
import { openEmailChange } from './email-changes.queries.js';

/** Has the links mailed that confirm a change of address. */
@Injectable()
export class EmailChangesEvents {
  constructor(
    private readonly codes: CodesService,
    private readonly events: Events,
  ) {}

  /** To an address that somebody else signs in with goes no link; its owner is told that it was asked for. */
  @OnEvent('account.email_change_requested', { name: 'account.email_change_requested' })
  async onRequested(
    tx: EntityManager,
    { subjectId: userId, payload }: DomainEvent<'account.email_change_requested'>,
  ): Promise<void> {
    await rows(tx, lockAccount(userId));
    const change = await firstRow(tx, openEmailChange(payload.changeId));
    if (!change) return;
    const { oldEmail, newEmail, takenBy } = change;
    await this.codes.make(tx, 'leave_email', { userId, email: oldEmail });
    if (takenBy === null) await this.codes.make(tx, 'take_email', { userId, email: newEmail });
    else await this.events.publish(tx, 'account.email_wanted', takenBy, { userId: takenBy });
  }
}
