import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit, changesOf, type ToldFields } from '#audit';
import { AccessWatch, STAFF_ROLES, type Principal } from '#auth';
import { newId } from '#clock';
import type { CountDto } from '#contracts/page.dto.js';
import type { AccountDto, AccountsQuery, UpdateRolesInput } from '#contracts/staff.dto.js';
import { Database, firstRow, rows } from '#database';
import { Events } from '#events';
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
import {
  accountById,
  accounts,
  allAccounts,
  changeRoles,
  lockAccounts,
  restoreAccount,
  suspendAccount,
  type AccountsFilter,
  type LockedAccount,
} from './accounts.queries.js';
import { NotOneself } from './staff.errors.js';

const ROLES: ToldFields<Pick<LockedAccount, 'roles'>> = { told: ['roles'], withheld: [] };

/** What staff see of accounts, and what admins do to them. It counts from the next request of the account on. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly events: Events,
    private readonly watch: AccessWatch,
    private readonly audit: Audit,
  ) {}

  /** Accounts, the newest first. */
  async list({ limit, cursor, ...filter }: AccountsQuery): Promise<KeysetPage<AccountDto>> {
    const list = `accounts ${filter.email ?? ''} ${filter.suspended ?? ''} ${filter.role ?? ''}`;
    const beforeId = this.cursors.read<string>(list, cursor);
    const found = await this.database.rows(accounts(filter, beforeId, limit + 1));
    return this.cursors.page(list, found, limit, ({ id }) => id).map(shown);
  }

  /** How many there are in such a list. */
  async count(filter: AccountsFilter): Promise<CountDto> {
    const counted = await this.database.firstRow(countRows(allAccounts(filter)));
    return toCount(counted?.number);
  }

  /** One account. @throws NotFound */
  async find(id: string): Promise<AccountDto> {
    const account = await this.database.firstRow(accountById(id));
    if (!account) throw new NotFound('There is no such user.');
    return shown(account);
  }

  /**
   * Keeps somebody out, and what they let from being found and booked; stays that are booked go on. Doing so again changes
   * nothing. @throws NotFound, NotOneself, Forbidden
   */
  async suspend(admin: Principal, userId: string, reason: string): Promise<AccountDto> {
    await this.#change(admin, userId, async (tx, { isSuspended }) => {
      if (isSuspended) return;
      const suspensionId = newId();
      await rows(tx, suspendAccount(suspensionId, { userId, by: admin.id, reason }));
      await this.events.publish(tx, 'user.suspended', userId, { userId, suspensionId });
      await this.audit.record(tx, { action: 'user.suspended', subject: userId, reason, after: { suspensionId } });
    });
    return this.find(userId);
  }

  /**
   * Lets somebody in again, and what they let be found. Doing so again changes nothing.
   * @throws NotFound, NotOneself, Forbidden
   */
  async restore(admin: Principal, userId: string, reason: string): Promise<AccountDto> {
    await this.#change(admin, userId, async (tx, { isSuspended }) => {
      if (!isSuspended) return;
      const ended = await firstRow(tx, restoreAccount({ userId, by: admin.id, reason }));
      if (ended) await this.events.publish(tx, 'user.restored', userId, { userId, suspensionId: ended.id });
      await this.audit.record(tx, { action: 'user.restored', subject: userId, reason });
    });
    return this.find(userId);
  }

  /** Gives an account other staff roles. @throws NotFound, NotOneself, Forbidden, PreconditionFailed */
  async updateRoles(
    admin: Principal,
    userId: string,
    versions: Versions,
    { roles }: UpdateRolesInput,
  ): Promise<AccountDto> {
    await this.#change(admin, userId, async (tx, account) => {
      const { version } = account;
      if (!isFor(versions, version)) throw new PreconditionFailed(`The account is at version ${version}.`);
      const ordered = STAFF_ROLES.filter((role) => roles.includes(role));
      await rows(tx, changeRoles(userId, ordered));
      const changes = changesOf(ROLES, account, { roles: ordered });
      if (changes) await this.audit.record(tx, { action: 'user.roles_changed', subject: userId, ...changes });
    });
    return this.find(userId);
  }

  /**
   * Both accounts are locked, and the admin's looked at again: whoever has been suspended, or has lost the role, a moment
   * before does nothing more. As nobody does it to themselves, an admin is always left.
   */
  async #change(
    admin: Principal,
    userId: string,
    change: (tx: EntityManager, account: LockedAccount) => Promise<void>,
  ): Promise<void> {
    if (admin.id === userId) throw new NotOneself('Ask another admin.');
    await this.database.transaction(async (tx) => {
      const locked = await rows(tx, lockAccounts([admin.id, userId]));
      const actor = locked.find(({ id }) => id === admin.id);
      if (!actor || actor.isSuspended || !actor.roles.includes('admin')) throw new Forbidden('Only for admin.');
      const account = locked.find(({ id }) => id === userId);
      if (!account) throw new NotFound('There is no such user.');
      await change(tx, account);
    });
    await this.watch.catchUp();
  }
}

/** Out of JSON an instant comes as text. */
function shown(account: AccountDto): AccountDto {
  const { id, email, firstName, lastName, roles, version, createdAt } = account;
  const suspension = account.suspension && {
    suspendedBy: account.suspension.suspendedBy,
    reason: account.suspension.reason,
    suspendedAt: new Date(account.suspension.suspendedAt),
  };
  return { id, email, firstName, lastName, roles, suspension, version, createdAt };
}
