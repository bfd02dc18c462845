import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit } from '#audit';
import type { Principal } from '#auth';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type { CoHostDto, UpdateCoHostInput } from '#contracts/properties/co-hosts.dto.js';
import { Database, firstRow } from '#database';
import {
  countRows,
  Cursors,
  Forbidden,
  isFor,
  NotFound,
  PreconditionFailed,
  toCount,
  type KeysetPage,
  type Versions,
} from '#http';
import { UsersService } from '../../users/users.service.js';
import { inOrder } from '../access.rules.js';
import {
  allCoHostsOf,
  changePermissions,
  coHostOf,
  coHostsOf,
  endCoHost,
  reachedPlace,
  type CoHostPlace,
  type ReachedPlace,
} from './co-hosts.queries.js';

/** Whom a host lets do things at a property. They may do so, or no longer, from the next request on: each asks the table. */
@Injectable()
export class CoHostsService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly users: UsersService,
    private readonly audit: Audit,
  ) {}

  /** The co-hosts of one's own property, those of longest standing first. @throws NotFound, Forbidden */
  async list(user: Principal, propertyId: string, { limit, cursor }: PageQuery): Promise<KeysetPage<CoHostDto>> {
    await this.assertOwner(user, propertyId);
    const list = `co-hosts ${propertyId}`;
    const after = this.cursors.read<CoHostPlace>(list, cursor);
    const found = await this.database.rows(coHostsOf(propertyId, after, limit + 1));
    const page = this.cursors.page(list, found, limit, ({ since, grantId }) => [since.toISOString(), grantId]);
    return page.map(shown);
  }

  /** How many there are. @throws NotFound, Forbidden */
  async count(user: Principal, propertyId: string): Promise<CountDto> {
    await this.assertOwner(user, propertyId);
    const counted = await this.database.firstRow(countRows(allCoHostsOf(propertyId)));
    return toCount(counted?.number);
  }

  /** One of them, for the host and for themselves. @throws NotFound */
  async find(user: Principal, propertyId: string, userId: string): Promise<CoHostDto> {
    const coHost = await this.database.firstRow(coHostOf(user.id, propertyId, userId));
    if (!coHost) throw new NotFound('There is no such co-host.');
    return shown(coHost);
  }

  /**
   * Changes what a co-host may do, in the version that the host has read.
   * @throws NotFound, Forbidden, PreconditionFailed
   */
  async update(
    user: Principal,
    propertyId: string,
    userId: string,
    { versions, permissions }: UpdateCoHostInput & { versions: Versions },
  ): Promise<CoHostDto> {
    await this.database.transaction(async (tx) => {
      await this.assertOwner(user, propertyId, tx);
      const coHost = await firstRow(tx, coHostOf(user.id, propertyId, userId));
      if (!coHost) throw new NotFound('There is no such co-host.');
      const isMeant = isFor(versions, coHost.version);
      if (!isMeant || !(await firstRow(tx, changePermissions(coHost, inOrder(permissions))))) {
        throw new PreconditionFailed(`The co-host is at version ${coHost.version}.`);
      }
      const [before, after] = [coHost.permissions, permissions].map((held) => ({ userId, permissions: inOrder(held) }));
      await this.audit.record(tx, { action: 'co_host.permissions_changed', subject: propertyId, before, after });
    });
    return this.find(user, propertyId, userId);
  }

  /** Ends what a co-host may do: the host says so, or they leave by themselves. @throws NotFound */
  async end(user: Principal, propertyId: string, userId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await firstRow(tx, endCoHost(user.id, propertyId, userId))))
        throw new NotFound('There is no such co-host.');
      const action = user.id === userId ? 'co_host.left' : 'co_host.removed';
      await this.audit.record(tx, { action, subject: propertyId, before: { userId } });
    });
  }

  /**
   * Refuses whoever is not the host: co-hosts do not choose co-hosts.
   * @param tx in which the property is locked: of two changes to its co-hosts one comes after the other
   * @throws NotFound, Forbidden to co-hosts
   */
  async assertOwner(user: Principal, propertyId: string, tx?: EntityManager): Promise<ReachedPlace> {
    const asked = reachedPlace(user.id, propertyId, tx !== undefined);
    const place = tx ? await firstRow(tx, asked) : await this.database.firstRow(asked);
    if (!place) throw new NotFound('There is no such property.');
    if (!place.isOwn) throw new Forbidden('Only the host does this.');
    return place;
  }

  /** The same of who asks others in, and has shown that mail reaches them. @throws NotFound, Forbidden, EmailUnverified */
  async assertMayInvite(user: Principal, propertyId: string, tx: EntityManager): Promise<ReachedPlace> {
    const place = await this.assertOwner(user, propertyId, tx);
    await this.users.assertEmailVerified(tx, user.id);
    return place;
  }
}

function shown({ propertyId, userId, firstName, permissions, since, version }: CoHostDto): CoHostDto {
  return { propertyId, userId, firstName, permissions: inOrder(permissions), since, version };
}
