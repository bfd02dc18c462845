import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import type { Principal } from '#auth';
import { Clock } from '#clock';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type {
  CreateOrganisationInput,
  JoinOrganisationInput,
  OrganisationDto,
  UpdateOrganisationInput,
} from '#contracts/partners/organisations.dto.js';
import { Database, violates } from '#database';
import {
  countRows,
  Cursors,
  isFor,
  NotFound,
  PreconditionFailed,
  toCount,
  type KeysetPage,
  type Versions,
} from '#http';
import { UsersService } from '../../users/users.service.js';
import { SlugTaken } from '../partners.errors.js';
import { hashOfCode } from './invitation-code.js';
import { takeInvitation } from './invitations.queries.js';
import { addMember } from './members.queries.js';
import { Memberships } from './memberships.js';
import { Organisation } from './organisation.entity.js';
import { allOrganisationsOf, organisationOf, organisationsOf } from './organisations.queries.js';

const LIST = 'organisations';

/** Partners' organisations, for those who belong to them. */
@Injectable()
export class OrganisationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
    private readonly memberships: Memberships,
    private readonly users: UsersService,
    private readonly audit: Audit,
  ) {}

  /** Founds one, with the user as its owner. @throws EmailUnverified, TooManyOrganisations, SlugTaken */
  async create(user: Principal, input: CreateOrganisationInput): Promise<OrganisationDto> {
    try {
      const id = await this.database.transaction(async (tx) => {
        await this.users.assertEmailVerified(tx, user.id);
        await this.memberships.assertMayOwnMore(tx, user.id);
        const organisation = Organisation.found(input, this.clock.now());
        await tx.persist(organisation).flush();
        await addMember(tx, { organisationId: organisation.id, userId: user.id }, 'owner', this.clock.now());
        await this.audit.record(tx, { action: 'organisation.created', subject: organisation.id });
        return organisation.id;
      });
      return await this.find(user, id);
    } catch (error) {
      if (violates(error, 'organisations_slug_key')) throw new SlugTaken('Choose another one.');
      throw error;
    }
  }

  /**
   * Takes an invitation up. Who has the letter is who was asked: their account may have another address.
   * @throws NotFound for a code that was used, has been taken back, or has expired; TooManyOrganisations
   */
  async join(user: Principal, { code }: JoinOrganisationInput): Promise<OrganisationDto> {
    const id = await this.database.transaction(async (tx) => {
      const taken = await takeInvitation(tx, hashOfCode(code));
      if (!taken) throw new NotFound('There is no such invitation any more; ask for another letter.');
      const { organisationId, role } = taken;
      if (role === 'owner') await this.memberships.assertMayOwnMore(tx, user.id);
      const isNew = await addMember(tx, { organisationId, userId: user.id }, role, this.clock.now());
      const joined = { subject: organisationId, after: { userId: user.id, role } };
      if (isNew) await this.audit.record(tx, { action: 'organisation.member_joined', ...joined });
      return organisationId;
    });
    return this.find(user, id);
  }

  /** One that the user belongs to. @throws NotFound */
  async find(user: Principal, id: string): Promise<OrganisationDto> {
    const found = await this.database.firstRow(organisationOf(user.id, id));
    if (!found) throw new NotFound('There is no such organisation.');
    return found;
  }

  /** Those that the user belongs to, the latest first. */
  async list(user: Principal, { limit, cursor }: PageQuery): Promise<KeysetPage<OrganisationDto>> {
    const beforeId = this.cursors.read<string>(LIST, cursor);
    const found = await this.database.rows(organisationsOf(user.id, beforeId, limit + 1));
    return this.cursors.page(LIST, found, limit, ({ id }) => id);
  }

  /** How many those are. */
  async count(user: Principal): Promise<CountDto> {
    return toCount((await this.database.firstRow(countRows(allOrganisationsOf(user.id))))?.number);
  }

  /** Changes what is given, in the version that an owner has read. @throws NotFound, Forbidden, PreconditionFailed */
  async update(
    user: Principal,
    id: string,
    versions: Versions,
    { name }: UpdateOrganisationInput,
  ): Promise<OrganisationDto> {
    await this.database.transaction(async (tx) => {
      await this.memberships.assertOwner(tx, { organisationId: id, userId: user.id });
      const organisation = await tx.findOneOrFail(Organisation, { id });
      if (!isFor(versions, organisation.version))
        throw new PreconditionFailed(`The organisation is at version ${organisation.version}.`);
      const before = organisation.name;
      organisation.rename(name ?? before, this.clock.now());
      if (organisation.name === before) return;
      await this.audit.record(tx, { action: 'organisation.renamed', subject: id, after: { withheld: ['name'] } });
    });
    return this.find(user, id);
  }
}
