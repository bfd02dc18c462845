import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { AccessTokens, LOOK_SECONDS, type Principal } from '#auth';
import { newId } from '#clock';
import type { PageQuery } from '#contracts/page.dto.js';
import type { AccountLookDto, LookTokenDto } from '#contracts/staff.dto.js';
import { Database, rows } from '#database';
import { Cursors, Forbidden, NotFound, type KeysetPage } from '#http';
import { lockAccounts } from '../accounts.queries.js';
import { CannotBeLookedAt } from '../staff.errors.js';
import { insertLook, insertRead, looksInto } from './looks.queries.js';

/**
 * Support looks at an account as its owner sees it: by a token of its own that reads, changes nothing, and ends with the
 * session or the role of who looks.
 */
@Injectable()
export class LooksService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly accessTokens: AccessTokens,
    private readonly audit: Audit,
  ) {}

  /** Begins a look. @throws NotFound, CannotBeLookedAt for staff, oneself among them, and suspended accounts; Forbidden */
  async begin(staff: Principal, userId: string, reason: string): Promise<LookTokenDto> {
    const lookId = newId();
    const versions = await this.database.transaction(async (tx) => {
      const locked = await rows(tx, lockAccounts([staff.id, userId]));
      const actor = locked.find(({ id }) => id === staff.id);
      if (!actor || actor.isSuspended || actor.roles.length === 0) throw new Forbidden('Only for support or admin.');
      const account = locked.find(({ id }) => id === userId);
      if (!account) throw new NotFound('There is no such user.');
      if (account.roles.length > 0) throw new CannotBeLookedAt('It is an account of staff.');
      if (account.isSuspended) throw new CannotBeLookedAt('It is suspended: nobody sees it as its owner.');
      await rows(tx, insertLook({ id: lookId, userId, by: staff.id, reason, seconds: LOOK_SECONDS }));
      await this.audit.record(tx, { action: 'look.begun', subject: userId, reason, after: { lookId } });
      return { owner: account.accessVersion, staff: actor.accessVersion };
    });
    // The owner has not proved anything: what asks for a recent sign-in stays closed.
    const looked = { id: userId, roles: [], sessionId: staff.sessionId, accessVersion: versions.owner, provedAt: 0 };
    const lookedAtBy = { id: staff.id, accessVersion: versions.staff, lookId };
    const accessToken = this.accessTokens.sign({ ...looked, lookedAtBy }, LOOK_SECONDS);
    return { id: lookId, accessToken, expiresIn: LOOK_SECONDS };
  }

  /** Notes what a look is about to read: the one place to which all of them come. */
  async log(lookId: string, what: string): Promise<void> {
    await this.database.rows(insertRead(newId(), lookId, what));
  }

  /** The looks into one's own account, the latest first. */
  async list(user: Principal, { limit, cursor }: PageQuery): Promise<KeysetPage<AccountLookDto>> {
    const list = `looks ${user.id}`;
    const beforeId = this.cursors.read<string>(list, cursor);
    const found = await this.database.rows(looksInto(user.id, beforeId, limit + 1));
    return this.cursors.page(list, found, limit, ({ id }) => id);
  }
}
