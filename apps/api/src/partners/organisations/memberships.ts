import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { CONFIG, type AppConfig } from '#config';
import type { OrganisationRole } from '#contracts/partners/organisations.dto.js';
import { Database, firstRow } from '#database';
import { Forbidden, NotFound } from '#http';
import { UsersService } from '../../users/users.service.js';
import { TooManyOrganisations } from '../partners.errors.js';
import { lockOrganisation, ownedBy, roleOf, type Membership } from './members.queries.js';

/** Who may do what with an organisation. Of one that is another's it is not even said that it is there. */
@Injectable()
export class Memberships {
  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  /** Lets members by. @throws NotFound */
  async assertMember(membership: Membership): Promise<void> {
    assertFound(await this.database.firstRow(roleOf(membership)));
  }

  /** Lets owners by, where nothing waits for it yet. @throws NotFound, and Forbidden for members who are no owners */
  async assertOwns(membership: Membership): Promise<void> {
    assertIsOwner(assertFound(await this.database.firstRow(roleOf(membership))));
  }

  /** Lets by who may own one more; of what they do at once one comes after the other. @throws TooManyOrganisations */
  async assertMayOwnMore(tx: EntityManager, userId: string): Promise<void> {
    const most = this.config.partners.organisationsPerOwner;
    if ((await ownedBy(tx, userId)) < most) return;
    throw new TooManyOrganisations(`At most ${most} organisations belong to one account.`, { data: { most } });
  }

  /**
   * Lets owners by, and has what they change wait for each other until the transaction is over.
   * @throws NotFound, and Forbidden for members who are no owners
   */
  async assertOwner(tx: EntityManager, membership: Membership): Promise<void> {
    // Who does not belong to it does not hold it up.
    assertFound(await firstRow(tx, roleOf(membership)));
    await lockOrganisation(tx, membership.organisationId);
    assertIsOwner(assertFound(await firstRow(tx, roleOf(membership))));
  }

  /** The same of what lets others in, people or programs. @throws NotFound, Forbidden, EmailUnverified */
  async assertMayLetIn(tx: EntityManager, membership: Membership): Promise<void> {
    await this.assertOwner(tx, membership);
    await this.users.assertEmailVerified(tx, membership.userId);
  }
}

function assertIsOwner({ role }: { role: OrganisationRole }): void {
  if (role !== 'owner') throw new Forbidden('Only for owners of the organisation.');
}

function assertFound(found: { role: OrganisationRole } | undefined): { role: OrganisationRole } {
  if (!found) throw new NotFound('There is no such organisation.');
  return found;
}
