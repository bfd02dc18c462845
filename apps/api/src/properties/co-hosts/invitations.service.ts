import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit } from '#audit';
import { MailedLinks, wallTime, type Client, type Principal } from '#auth';
import { newId } from '#clock';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type {
  CoHostDto,
  CoHostInvitationDto,
  CreateCoHostInvitationInput,
} from '#contracts/properties/co-hosts.dto.js';
import { mailboxOf } from '#contracts/validators/emails.js';
import { Database, firstRow, rows } from '#database';
import { DAY_MS } from '#dates';
import { Events } from '#events';
import { countRows, Cursors, InvalidInput, NotFound, RateLimits, toCount, type KeysetPage } from '#http';
import { inOrder } from '../access.rules.js';
import { PropertyArchived } from '../properties.errors.js';
import { AlreadyCoHost, InvalidInvitationLink, InvitationClosed } from './co-hosts.errors.js';
import { CoHostsService } from './co-hosts.service.js';
import {
  allOpenInvitations,
  closeInvitation,
  grantInvited,
  insertInvitation,
  invitationById,
  knownAddress,
  openInvitations,
  receivedInvitation,
  withdrawInvitation,
  type InvitationsOf,
  type ReceivedInvitation,
} from './invitations.queries.js';

const LIFE_MS = 14 * DAY_MS;
const LIMITS = ['invitation', 'invitation-email'] as const;

/**
 * Asking others to be co-hosts. An address is asked, not an account: nothing here tells whether it has one. Whoever accepts
 * is signed in with that address, and has the link that was mailed to it: an address that nobody has confirmed will do, as
 * the link confirms it.
 */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly events: Events,
    private readonly limits: RateLimits,
    private readonly links: MailedLinks,
    private readonly coHosts: CoHostsService,
    private readonly audit: Audit,
  ) {}

  /**
   * Asks an address, in place of an invitation of it that is still open; the letter follows.
   * @throws NotFound, Forbidden, EmailUnverified, InvalidInput for the host's own address, AlreadyCoHost, PropertyArchived,
   *   TooManyRequests
   */
  async invite(
    user: Principal,
    propertyId: string,
    input: CreateCoHostInvitationInput,
    client: Client,
  ): Promise<CoHostInvitationDto> {
    await this.coHosts.assertOwner(user, propertyId);
    const email = mailboxOf(input.email);
    await this.limits.take(LIMITS, { address: client.network, userId: user.id, email });
    const id = await this.database.transaction(async (tx) => {
      const { hostId, isArchived } = await this.coHosts.assertMayInvite(user, propertyId, tx);
      if (isArchived) throw new PropertyArchived('An archived property cannot be changed.');
      await this.#assertNew(tx, { hostId, propertyId, email });
      await rows(tx, withdrawInvitation(propertyId, { email }));
      const expiresAt = new Date(Math.floor((wallTime().getTime() + LIFE_MS) / 1000) * 1000);
      const invitation = { id: newId(), propertyId, hostId, email, permissions: inOrder(input.permissions), expiresAt };
      await rows(tx, insertInvitation(invitation));
      await this.events.publish(tx, 'co_host.invited', invitation.id, { invitationId: invitation.id });
      const after = { invitationId: invitation.id, permissions: invitation.permissions };
      await this.audit.record(tx, { action: 'co_host.invited', subject: propertyId, after });
      return invitation.id;
    });
    const invitation = await this.database.firstRow(invitationById(id));
    if (!invitation) throw new NotFound('There is no such invitation any more.');
    return invitation;
  }

  /** Those of one's own property that are open, the newest first. @throws NotFound, Forbidden */
  async list(user: Principal, propertyId: string, page: PageQuery): Promise<KeysetPage<CoHostInvitationDto>> {
    await this.coHosts.assertOwner(user, propertyId);
    return this.#open({ propertyId }, page);
  }

  /** How many of them there are. @throws NotFound, Forbidden */
  async count(user: Principal, propertyId: string): Promise<CountDto> {
    await this.coHosts.assertOwner(user, propertyId);
    return this.#count({ propertyId });
  }

  /** Those to one's own address that are open, the newest first. */
  async received(user: Principal, page: PageQuery): Promise<KeysetPage<CoHostInvitationDto>> {
    return this.#open({ inviteeId: user.id }, page);
  }

  /** How many of them there are. */
  async countReceived(user: Principal): Promise<CountDto> {
    return this.#count({ inviteeId: user.id });
  }

  /** Takes an open invitation back: its link is of no more use. @throws NotFound, Forbidden */
  async withdraw(user: Principal, propertyId: string, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.coHosts.assertOwner(user, propertyId, tx);
      const withdrawn = await firstRow(tx, withdrawInvitation(propertyId, { id }));
      if (!withdrawn) throw new NotFound('There is no such open invitation.');
      const before = { invitationId: id };
      await this.audit.record(tx, { action: 'co_host.invitation_withdrawn', subject: propertyId, before });
    });
  }

  /**
   * Becomes a co-host. Accepting again is no error.
   * @param token out of the letter
   * @throws NotFound when it is to another's address, InvalidInvitationLink, InvitationClosed
   */
  async accept(user: Principal, id: string, token: string): Promise<CoHostDto> {
    const propertyId = await this.database.transaction(async (tx) => {
      const invitation = await this.#received(tx, user, id);
      if (this.links.read('accept_invitation', token)?.id !== id) {
        throw new InvalidInvitationLink('Take the link of the last letter, or ask the host for another one.');
      }
      if (invitation.acceptedBy !== user.id) {
        assertOpen(invitation, user);
        await rows(tx, grantInvited(newId(), user.id, invitation));
        await rows(tx, closeInvitation(id, user.id));
        const { hostId, propertyId: at, permissions } = invitation;
        await this.events.publish(tx, 'co_host.joined', at, { propertyId: at, hostId, userId: user.id });
        const after = { invitationId: id, userId: user.id, permissions: inOrder(permissions) };
        await this.audit.record(tx, { action: 'co_host.joined', subject: at, after });
      }
      return invitation.propertyId;
    });
    return this.coHosts.find(user, propertyId, user.id);
  }

  /** Says no. @throws NotFound when it is to another's address, InvitationClosed */
  async decline(user: Principal, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const invitation = await this.#received(tx, user, id);
      if (invitation.outcome === 'declined') return;
      assertOpen(invitation, user);
      await rows(tx, closeInvitation(id, null));
      const declined = { subject: invitation.propertyId, before: { invitationId: id } };
      await this.audit.record(tx, { action: 'co_host.invitation_declined', ...declined });
    });
  }

  async #received(tx: EntityManager, user: Principal, id: string): Promise<ReceivedInvitation> {
    const invitation = await firstRow(tx, receivedInvitation(id, user.id));
    if (!invitation) throw new NotFound('There is no such invitation to your address.');
    return invitation;
  }

  async #assertNew(
    tx: EntityManager,
    { hostId, propertyId, email }: { hostId: string; propertyId: string; email: string },
  ): Promise<void> {
    const known = await firstRow(tx, knownAddress(hostId, propertyId, email));
    if (known?.isOwn) throw new InvalidInput([{ pointer: '/email', code: 'own', message: 'must not be your own' }]);
    if (known?.isCoHost) throw new AlreadyCoHost('Change what they may do instead.');
  }

  async #open(of: InvitationsOf, { limit, cursor }: PageQuery): Promise<KeysetPage<CoHostInvitationDto>> {
    const list = `co-host-invitations ${Object.values(of).join()}`;
    const beforeId = this.cursors.read<string>(list, cursor);
    const found = await this.database.rows(openInvitations(of, beforeId, limit + 1));
    return this.cursors.page(list, found, limit, ({ id }) => id);
  }

  async #count(of: InvitationsOf): Promise<CountDto> {
    const counted = await this.database.firstRow(countRows(allOpenInvitations(of)));
    return toCount(counted?.number);
  }
}

/** Whoever has come to own the place, or to have its host's address, is no co-host of their own. */
function assertOpen({ outcome, hostId }: ReceivedInvitation, user: Principal): void {
  if (outcome === null && hostId !== user.id) return;
  const why = outcome ?? 'withdrawn';
  throw new InvitationClosed(`It is ${why}.`, { data: { outcome: why } });
}
