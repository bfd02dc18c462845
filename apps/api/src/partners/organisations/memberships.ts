import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { OrganisationRole } from '#contracts/partners/organisations.dto.js';
import { Database, firstRow } from '#database';
import { Forbidden, NotFound } from '#http';
import { lockOrganisation, roleOf, type Membership } from './members.queries.js';

/** Who may do what with an organisation. Of one that is another's it is not even said that it is there. */
@Injectable()
export class Memberships {
  constructor(private readonly database: Database) {}

  /** Lets members by. @throws NotFound */
  async assertMember(membership: Membership): Promise<void> {
    assertFound(await this.database.firstRow(roleOf(membership)));
  }

  /**
   * Lets owners by, and has what they change wait for each other until the transaction is over.
   * @throws NotFound, and Forbidden for members who are no owners
   */
  async assertOwner(tx: EntityManager, membership: Membership): Promise<void> {
    // Who does not belong to it does not hold it up.
    assertFound(await firstRow(tx, roleOf(membership)));
    await lockOrganisation(tx, membership.organisationId);
    const { role } = assertFound(await firstRow(tx, roleOf(membership)));
    if (role !== 'owner') throw new Forbidden('Only for owners of the organisation.');
  }
}

function assertFound(found: { role: OrganisationRole } | undefined): { role: OrganisationRole } {
  if (!found) throw new NotFound('There is no such organisation.');
  return found;
}
