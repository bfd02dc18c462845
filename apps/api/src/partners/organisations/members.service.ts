import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit } from '#audit';
import type { Principal } from '#auth';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type { OrganisationMemberDto, OrganisationRole } from '#contracts/partners/organisations.dto.js';
import { Database, firstRow } from '#database';
import { countRows, Cursors, NotFound, toCount, type KeysetPage } from '#http';
import { LastOwner } from '../partners.errors.js';
import { endInvitationsBy } from './invitations.queries.js';
import {
  allMembersOf,
  deleteMember,
  hasOwner,
  lockOrganisation,
  membersOf,
  roleOf,
  setRole,
  type Membership,
} from './members.queries.js';
import { Memberships } from './memberships.js';

/** Who belongs to an organisation. */
@Injectable()
export class MembersService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly memberships: Memberships,
    private readonly audit: Audit,
  ) {}

  /** Its members, for one of them. @throws NotFound */
  async list(
    user: Principal,
    organisationId: string,
    { limit, cursor }: PageQuery,
  ): Promise<KeysetPage<OrganisationMemberDto>> {
    await this.memberships.assertMember({ organisationId, userId: user.id });
    const list = `members ${organisationId}`;
    const after = this.cursors.read<string>(list, cursor);
    const found = await this.database.rows(membersOf(organisationId, after, limit + 1));
    return this.cursors.page(list, found, limit, ({ userId }) => userId);
  }

  /** How many it has; to be asked after `list`. */
  async count(organisationId: string): Promise<CountDto> {
    return toCount((await this.database.firstRow(countRows(allMembersOf(organisationId))))?.number);
  }

  /**
   * An owner makes a member an owner too, or an owner a member.
   * @throws NotFound, Forbidden, LastOwner, TooManyOrganisations
   */
  async setRole(user: Principal, membership: Membership, role: OrganisationRole): Promise<void> {
    const { organisationId, userId } = membership;
    await this.database.transaction(async (tx) => {
      await this.memberships.assertOwner(tx, { organisationId, userId: user.id });
      const had = await firstRow(tx, roleOf(membership));
      if (role === 'owner' && had?.role === 'member') await this.memberships.assertMayOwnMore(tx, userId);
      if (!(await setRole(tx, membership, role))) throw new NotFound('There is no such member.');
      await assertOwned(tx, organisationId);
      if (had === undefined || had.role === role) return;
      if (role === 'member') await endInvitationsBy(tx, organisationId, userId);
      const change = { before: { userId, role: had.role }, after: { userId, role } };
      await this.audit.record(tx, { action: 'organisation.role_changed', subject: organisationId, ...change });
    });
  }

  /** An owner takes someone out, or somebody leaves. @throws NotFound, Forbidden, LastOwner */
  async remove(user: Principal, membership: Membership): Promise<void> {
    const { organisationId, userId } = membership;
    await this.database.transaction(async (tx) => {
      if (userId === user.id) await this.#lockOwn(tx, membership);
      else await this.memberships.assertOwner(tx, { organisationId, userId: user.id });
      if (!(await deleteMember(tx, membership))) throw new NotFound('There is no such member.');
      await assertOwned(tx, organisationId);
      await endInvitationsBy(tx, organisationId, userId);
      const action = userId === user.id ? 'organisation.member_left' : 'organisation.member_removed';
      await this.audit.record(tx, { action, subject: organisationId, before: { userId } });
    });
  }

  async #lockOwn(tx: EntityManager, membership: Membership): Promise<void> {
    if (!(await firstRow(tx, roleOf(membership)))) throw new NotFound('There is no such organisation.');
    await lockOrganisation(tx, membership.organisationId);
  }
}

async function assertOwned(tx: EntityManager, organisationId: string): Promise<void> {
  if (!(await hasOwner(tx, organisationId))) throw new LastOwner('Make another member an owner before.');
}
