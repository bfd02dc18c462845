import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { MailedLinks } from '#auth';
import { firstRow } from '#database';
import { OnEvent, type DomainEvent } from '#events';
import { Mails } from '#mail';
import { grantToMail, invitationToMail, joinedCoHost, suspensionToMail } from './access.queries.js';
import * as letters from './access-letters.js';

/** Tells people by mail what others let them do, or no longer do. */
@Injectable()
export class AccessEvents {
  constructor(
    private readonly mails: Mails,
    private readonly links: MailedLinks,
  ) {}

  /** The link is made here, and only the letter has it. One that was withdrawn since is not sent any more. */
  @OnEvent('co_host.invited', { name: 'notifications.co_host_invited' })
  async onInvited(tx: EntityManager, { payload }: DomainEvent<'co_host.invited'>): Promise<void> {
    const invitation = await firstRow(tx, invitationToMail(payload.invitationId));
    if (!invitation) return;
    const link = this.links.linkTo('accept_invitation', invitation);
    const letter = letters.invitedAsCoHost(invitation, link);
    await this.mails.queue(tx, { to: invitation.email, userId: null, ...letter, secret: true });
  }

  @OnEvent('co_host.joined', { name: 'notifications.co_host_joined' })
  async onJoined(tx: EntityManager, { payload }: DomainEvent<'co_host.joined'>): Promise<void> {
    const joined = await firstRow(tx, joinedCoHost(payload.propertyId, payload));
    if (!joined || joined.hostEmail === null) return;
    await this.mails.queue(tx, {
      to: joined.hostEmail,
      userId: joined.hostId,
      ...letters.coHostJoined(joined.hostFirstName, joined),
    });
  }

  @OnEvent('access_grant.created', { name: 'notifications.access_grant_created' })
  async onGranted(tx: EntityManager, { payload }: DomainEvent<'access_grant.created'>): Promise<void> {
    const given = await firstRow(tx, grantToMail(payload.grantId));
    if (!given || given.hostEmail === null) return;
    await this.mails.queue(tx, { to: given.hostEmail, userId: given.hostId, ...letters.accessGiven(given) });
  }

  @OnEvent('user.suspended', { name: 'notifications.user_suspended' })
  async onSuspended(tx: EntityManager, { payload }: DomainEvent<'user.suspended'>): Promise<void> {
    const told = await firstRow(tx, suspensionToMail(payload.suspensionId));
    if (!told || told.email === null) return;
    await this.mails.queue(tx, {
      to: told.email,
      userId: told.userId,
      ...letters.accountSuspended(told.firstName, told.reason),
    });
  }

  @OnEvent('user.restored', { name: 'notifications.user_restored' })
  async onRestored(tx: EntityManager, { payload }: DomainEvent<'user.restored'>): Promise<void> {
    const told = await firstRow(tx, suspensionToMail(payload.suspensionId));
    if (!told || told.email === null) return;
    await this.mails.queue(tx, { to: told.email, userId: told.userId, ...letters.accountRestored(told.firstName) });
  }
}
