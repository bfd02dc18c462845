import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit } from '#audit';
import type { Principal } from '#auth';
import { newId } from '#clock';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type { AccessGrantDto, CreateAccessGrantInput } from '#contracts/partners/grants.dto.js';
import { Database, firstRow, rows, violates } from '#database';
import { Events } from '#events';
import { countRows, Cursors, NotFound, toCount, type KeysetPage } from '#http';
import { inOrder } from '../../properties/access.rules.js';
import { UsersService } from '../../users/users.service.js';
import { Memberships } from '../organisations/memberships.js';
import { AlreadyGranted } from '../partners.errors.js';
import {
  allGrantsOf,
  endGrant,
  grantFor,
  grantsOf,
  insertGrant,
  lockedOwnProperty,
  organisationBySlug,
  type GrantsOf,
} from './grants.queries.js';

/** What hosts let partners' programs do. It holds, or holds no longer, from the next request on: each asks the table. */
@Injectable()
export class GrantsService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly memberships: Memberships,
    private readonly users: UsersService,
    private readonly events: Events,
    private readonly audit: Audit,
  ) {}

  /**
   * Lets an organisation in, at one property of the user's or at all; the user is told by mail.
   * @throws EmailUnverified, NotFound, AlreadyGranted
   */
  async create(user: Principal, input: CreateAccessGrantInput): Promise<AccessGrantDto> {
    try {
      const id = await this.database.transaction((tx) => this.#grant(tx, user, input));
      return await this.find(user, id);
    } catch (error) {
      if (violates(error, 'access_grants_once')) throw new AlreadyGranted('End that one before you give another.');
      throw error;
    }
  }

  /** One in force, for its host and the members of its organisation. @throws NotFound */
  async find(user: Principal, id: string): Promise<AccessGrantDto> {
    return shown(assertFound(await this.database.firstRow(grantFor(user.id, id))));
  }

  /** Those that the user has given, the latest first. */
  async list(user: Principal, page: PageQuery): Promise<KeysetPage<AccessGrantDto>> {
    return this.#page({ hostId: user.id }, page);
  }

  /** How many those are. */
  async count(user: Principal): Promise<CountDto> {
    return this.#count({ hostId: user.id });
  }

  /** Those that an organisation has got, the latest first, for its members. @throws NotFound */
  async listOfOrganisation(
    user: Principal,
    organisationId: string,
    page: PageQuery,
  ): Promise<KeysetPage<AccessGrantDto>> {
    await this.memberships.assertMember({ organisationId, userId: user.id });
    return this.#page({ organisationId }, page);
  }

  /** How many those are; to be asked after `listOfOrganisation`. */
  async countOfOrganisation(organisationId: string): Promise<CountDto> {
    return this.#count({ organisationId });
  }

  /**
   * Ends one at once: its host takes it back, or an owner of the organisation gives it back.
   * @returns as it was @throws NotFound, Forbidden for members who are no owners
   */
  async end(user: Principal, id: string): Promise<AccessGrantDto> {
    const grant = await this.find(user, id);
    const { hostId, organisationId, propertyId, permissions } = grant;
    await this.database.transaction(async (tx) => {
      if (hostId !== user.id) await this.memberships.assertOwner(tx, { organisationId, userId: user.id });
      assertFound(await firstRow(tx, endGrant(id)));
      const before = { hostId, organisationId, propertyId, permissions };
      await this.audit.record(tx, { action: 'access_grant.ended', subject: id, before });
    });
    return grant;
  }

  async #grant(
    tx: EntityManager,
    { id: hostId }: Principal,
    { organisationSlug, propertyId, permissions }: CreateAccessGrantInput,
  ): Promise<string> {
    await this.users.assertEmailVerified(tx, hostId);
    const organisation = await firstRow(tx, organisationBySlug(organisationSlug));
    if (!organisation) throw new NotFound('There is no such organisation.');
    if (propertyId !== undefined && !(await firstRow(tx, lockedOwnProperty(hostId, propertyId))))
      throw new NotFound('You have no such property.');
    const granted = {
      hostId,
      organisationId: organisation.id,
      propertyId: propertyId ?? null,
      permissions: inOrder(permissions),
    };
    const id = newId();
    await rows(tx, insertGrant({ id, ...granted }));
    await this.events.publish(tx, 'access_grant.created', id, { grantId: id });
    await this.audit.record(tx, { action: 'access_grant.created', subject: id, after: granted });
    return id;
  }

  async #page(of: GrantsOf, { limit, cursor }: PageQuery): Promise<KeysetPage<AccessGrantDto>> {
    const list = `grants ${Object.values(of).join()}`;
    const beforeId = this.cursors.read<string>(list, cursor);
    const found = await this.database.rows(grantsOf(of, beforeId, limit + 1));
    return this.cursors.page(list, found, limit, ({ id }) => id).map(shown);
  }

  async #count(of: GrantsOf): Promise<CountDto> {
    return toCount((await this.database.firstRow(countRows(allGrantsOf(of))))?.number);
  }
}

function assertFound<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new NotFound('There is no such grant.');
  return found;
}

function shown(grant: AccessGrantDto): AccessGrantDto {
  return Object.assign(grant, { permissions: inOrder(grant.permissions) });
}
