import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { EventCatalogue } from '#contracts/events.js';
import { firstRow, rows } from '#database';
import { Events } from '#events';
import { NotFound } from '#http';
import { lockAccount, waysInOf, type LockedAccount } from './second-factor.queries.js';
import { endSessions } from '../sessions/sessions.queries.js';

/** What is told of a change. */
export type ChangeNote = Omit<EventCatalogue['user.factor_changed'], 'userId'>;

/** What every change of how somebody signs in has in common. */
@Injectable()
export class FactorChanges {
  constructor(private readonly events: Events) {}

  /**
   * Begins a change: of two at once the second waits for the first.
   * @throws NotFound when the account is gone
   */
  async lock(tx: EntityManager, userId: string): Promise<LockedAccount> {
    const account = await firstRow(tx, lockAccount(userId));
    if (!account) throw new NotFound('This account does not exist any more.');
    return account;
  }

  /** Whether one of what an account is signed in to with could go, and another would be left; once it is locked. */
  async mayLoseOne(tx: EntityManager, userId: string): Promise<boolean> {
    const ways = await firstRow(tx, waysInOf(userId));
    return ways !== undefined && Number(ways.password) + ways.passkeys + ways.identities > 1;
  }

  /** Has the person be told of it by mail. */
  async tell(tx: EntityManager, userId: string, note: ChangeNote): Promise<void> {
    await this.events.publish(tx, 'user.factor_changed', userId, { userId, ...note });
  }

  /**
   * The same, and ends the other sessions of the account: they were opened under rules that do not hold any more, maybe by
   * someone whom the change is to shut out.
   */
  async tellAndEndOthers(
    tx: EntityManager,
    { id, sessionId }: { id: string; sessionId: string },
    note: ChangeNote,
  ): Promise<void> {
    await rows(tx, endSessions(id, sessionId));
    await this.tell(tx, id, note);
  }
}
