import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { mailboxOf } from '#contracts/validators/emails.js';
import { firstRow } from '#database';
import { OnEvent, type DomainEvent } from '#events';
import { accountToMail, lockAccount, takeRequest } from './codes.queries.js';
import { CodesService } from './codes.service.js';

/** Makes the codes that were asked for, where there is an account to make them for. */
@Injectable()
export class CodesEvents {
  constructor(private readonly codes: CodesService) {}

  @OnEvent('account.code_requested', { name: 'codes.code_requested' })
  async onRequested(tx: EntityManager, { payload }: DomainEvent<'account.code_requested'>): Promise<void> {
    const request = await firstRow(tx, takeRequest(payload.requestId));
    if (!request) return;
    const { purpose, email } = request;
    const account = await firstRow(tx, accountToMail(purpose, { email, mailbox: mailboxOf(email) }));
    if (!account) return;
    const locked = await firstRow(tx, lockAccount(account.userId));
    // It has got another address in this moment: whoever asked did so with the one that it had.
    if (locked?.email !== account.email) return;
    await this.codes.make(tx, purpose, account);
  }

  @OnEvent('user.registered', { name: 'codes.user_registered' })
  async onRegistered(tx: EntityManager, { payload: { userId } }: DomainEvent<'user.registered'>): Promise<void> {
    const account = await firstRow(tx, lockAccount(userId));
    if (account) await this.codes.make(tx, 'verify_email', { userId, email: account.email });
  }
}
