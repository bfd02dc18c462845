import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { wallTime, type Client, type Principal } from '#auth';
import { newId, newToken } from '#clock';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type { CreateInvitationInput, InvitationDto } from '#contracts/partners/organisations.dto.js';
import { mailboxOf } from '#contracts/validators/emails.js';
import { Database, rows } from '#database';
import { DAY_MS } from '#dates';
import { countRows, Cursors, NotFound, RateLimits, toCount, type KeysetPage } from '#http';
import { Mails } from '#mail';
import { UsersService } from '../../users/users.service.js';
import { hashOfCode } from './invitation-code.js';
import { invitationLetter } from './invitation-letter.js';
import { allInvitationsOf, deleteInvitation, invitationsOf, invite } from './invitations.queries.js';
import { Memberships } from './memberships.js';
import { organisationOf } from './organisations.queries.js';

const OPEN_DAYS = 7;

/** Asking people to join an organisation, by letters with codes. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly limits: RateLimits,
    private readonly mails: Mails,
    private readonly users: UsersService,
    private readonly memberships: Memberships,
    private readonly audit: Audit,
  ) {}

  /**
   * Writes a letter to an address. Whether there is an account with it is not looked at, so that nobody learns it: not from
   * the answer, and not from the time that it takes. A second letter to one address makes the code of the first void.
   * @throws NotFound, Forbidden, EmailUnverified, TooManyRequests for an address that was asked often
   */
  async create(
    user: Principal,
    organisationId: string,
    { email, role }: CreateInvitationInput,
    client: Client,
  ): Promise<InvitationDto> {
    const { firstName } = await this.users.me(user.id);
    await this.memberships.assertOwns({ organisationId, userId: user.id });
    const now = wallTime();
    const [code, address] = [newToken(), mailboxOf(email)];
    await this.limits.take(['invitation-email'], { address: client.network, email: address });
    const invitation = { id: newId(), email: address, role, createdAt: now, expiresAt: later(now, OPEN_DAYS) };
    await this.database.transaction(async (tx) => {
      await this.memberships.assertMayLetIn(tx, { organisationId, userId: user.id });
      await invite(tx, { ...invitation, organisationId, codeHash: hashOfCode(code), invitedBy: user.id });
      const [organisation] = await rows(tx, organisationOf(user.id, organisationId));
      const letter = { ...invitation, invitedBy: firstName, organisation: organisation?.name ?? '', code };
      await this.mails.queue(tx, invitationLetter({ ...letter, days: OPEN_DAYS }));
      const after = { invitationId: invitation.id, role };
      await this.audit.record(tx, { action: 'organisation.member_invited', subject: organisationId, after });
    });
    return invitation;
  }

  /** Those that are open, for owners and members. @throws NotFound */
  async list(
    user: Principal,
    organisationId: string,
    { limit, cursor }: PageQuery,
  ): Promise<KeysetPage<InvitationDto>> {
    await this.memberships.assertMember({ organisationId, userId: user.id });
    const list = `invitations ${organisationId}`;
    const after = this.cursors.read<string>(list, cursor);
    const found = await this.database.rows(invitationsOf(organisationId, after, limit + 1));
    return this.cursors.page(list, found, limit, ({ email }) => email);
  }

  /** How many those are; to be asked after `list`. */
  async count(organisationId: string): Promise<CountDto> {
    return toCount((await this.database.firstRow(countRows(allInvitationsOf(organisationId))))?.number);
  }

  /** Takes one back: its code is not taken any more. @throws NotFound, Forbidden */
  async delete(user: Principal, organisationId: string, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.memberships.assertOwner(tx, { organisationId, userId: user.id });
      if (!(await deleteInvitation(tx, organisationId, id))) throw new NotFound('There is no such invitation.');
      const withdrawn = { subject: organisationId, before: { invitationId: id } };
      await this.audit.record(tx, { action: 'organisation.invitation_withdrawn', ...withdrawn });
    });
  }
}

function later(instant: Date, days: number): Date {
  return new Date(instant.getTime() + days * DAY_MS);
}
