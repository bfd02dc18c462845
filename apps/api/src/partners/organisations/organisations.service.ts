import { Injectable } from '@nestjs/common';
import type { Principal } from '#auth';
import { Clock } from '#clock';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type {
  CreateOrganisationInput,
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
import { SlugTaken } from '../partners.errors.js';
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
  ) {}

  /** Founds one, with the user as its owner. @throws SlugTaken */
  async create(user: Principal, input: CreateOrganisationInput): Promise<OrganisationDto> {
    try {
      const id = await this.database.transaction(async (tx) => {
        const organisation = Organisation.found(input, this.clock.now());
        await tx.persist(organisation).flush();
        await addMember(tx, { organisationId: organisation.id, userId: user.id }, 'owner', this.clock.now());
        return organisation.id;
      });
      return await this.find(user, id);
    } catch (error) {
      if (violates(error, 'organisations_slug_key')) throw new SlugTaken('Choose another one.');
      throw error;
    }
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
      organisation.rename(name ?? organisation.name, this.clock.now());
    });
    return this.find(user, id);
  }
}
