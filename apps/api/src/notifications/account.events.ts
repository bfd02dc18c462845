import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { ExportLinks, MailedLinks } from '#auth';
import { firstRow } from '#database';
import { OnEvent, type DomainEvent } from '#events';
import { Mails } from '#mail';
import { addressLeft, codeToMail, exportToMail, type CodeToMail } from './account.queries.js';
import * as letters from './account-letters.js';
import { factorChanged } from './factor-letters.js';
import type { Letter } from './letter.js';
import { recipient } from './notifications.queries.js';
import { ToldAddresses } from './told-addresses.js';

/** Tells people by mail what has become of their accounts, and sends them the links that they need. */
@Injectable()
export class AccountEvents {
  constructor(
    private readonly mails: Mails,
    private readonly links: MailedLinks,
    private readonly exportLinks: ExportLinks,
    private readonly addresses: ToldAddresses,
  ) {}

  @OnEvent('user.registered', { name: 'notifications.user_registered' })
  async onRegistered(tx: EntityManager, { payload }: DomainEvent<'user.registered'>): Promise<void> {
    await this.#tell(tx, payload.userId, letters.welcome);
  }

  @OnEvent('account.registration_repeated', { name: 'notifications.registration_repeated' })
  async onRepeated(tx: EntityManager, { payload }: DomainEvent<'account.registration_repeated'>): Promise<void> {
    await this.#tell(tx, payload.userId, letters.registeredAlready);
  }

  /** The link is made here, and only the letter has it. One that was used or replaced since is not sent any more. */
  @OnEvent('account.code_made', { name: 'notifications.code_made' })
  async onCodeMade(tx: EntityManager, { payload }: DomainEvent<'account.code_made'>): Promise<void> {
    const code = await firstRow(tx, codeToMail(payload.codeId));
    if (!code) return;
    const link = this.links.linkTo(code.purpose, code);
    await this.mails.queue(tx, { to: code.email, userId: code.userId, ...letterWith(code, link), secret: true });
  }

  @OnEvent('account.password_changed', { name: 'notifications.password_changed' })
  async onPasswordChanged(tx: EntityManager, { payload }: DomainEvent<'account.password_changed'>): Promise<void> {
    await this.#warn(tx, payload.userId, letters.passwordChanged);
  }

  @OnEvent('user.factor_changed', { name: 'notifications.user_factor_changed' })
  async onFactorChanged(tx: EntityManager, { payload }: DomainEvent<'user.factor_changed'>): Promise<void> {
    await this.#warn(tx, payload.userId, (firstName) => factorChanged(firstName, payload));
  }

  @OnEvent('account.email_wanted', { name: 'notifications.email_wanted' })
  async onEmailWanted(tx: EntityManager, { payload }: DomainEvent<'account.email_wanted'>): Promise<void> {
    await this.#tell(tx, payload.userId, letters.emailWanted);
  }

  @OnEvent('account.email_changed', { name: 'notifications.email_changed' })
  async onEmailChanged(tx: EntityManager, { payload }: DomainEvent<'account.email_changed'>): Promise<void> {
    const left = await firstRow(tx, addressLeft(payload.changeId));
    if (left)
      await this.mails.queue(tx, { to: left.email, userId: left.userId, ...letters.emailChanged(left.firstName) });
  }

  /** Who has the link has the file, so it is sealed like what is there in place of a password. */
  @OnEvent('account.export_ready', { name: 'notifications.export_ready' })
  async onExportReady(tx: EntityManager, { payload }: DomainEvent<'account.export_ready'>): Promise<void> {
    const ready = await firstRow(tx, exportToMail(payload.exportId));
    const { email = null, firstName = '' } = (await firstRow(tx, recipient(payload.userId))) ?? {};
    if (!ready || email === null) return;
    const until = `${ready.expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    const letter = letters.exportReady(firstName, this.exportLinks.linkTo(ready), until);
    await this.mails.queue(tx, { to: email, userId: payload.userId, ...letter, secret: true });
  }

  @OnEvent('account.token_reused', { name: 'notifications.token_reused' })
  async onTokenReused(tx: EntityManager, { payload }: DomainEvent<'account.token_reused'>): Promise<void> {
    await this.#warn(tx, payload.userId, letters.tokenReused);
  }

  /** Of what has limits of its own, or comes once, and may be what an address has to be told of before it is confirmed. */
  async #tell(tx: EntityManager, userId: string, write: (firstName: string) => Letter): Promise<void> {
    const { email = null, firstName = '' } = (await firstRow(tx, recipient(userId))) ?? {};
    if (email !== null) await this.mails.queue(tx, { to: email, userId, ...write(firstName) });
  }

  /** Of what has become of an account: its owner alone. */
  async #warn(tx: EntityManager, userId: string, write: (firstName: string) => Letter): Promise<void> {
    const told = await firstRow(tx, recipient(userId));
    if (!told || told.email === null || !this.addresses.isTold(told)) return;
    await this.mails.queue(tx, { to: told.email, userId, ...write(told.firstName) });
  }
}

function letterWith({ purpose, firstName, newEmail }: CodeToMail, link: string): Letter {
  switch (purpose) {
    case 'verify_email':
      return letters.verifyEmail(link);
    case 'reset_password':
      return letters.resetPassword(firstName, link);
    case 'leave_email':
      return letters.leaveEmail(firstName, newEmail ?? '', link);
    case 'take_email':
      return letters.takeEmail(link);
  }
}
