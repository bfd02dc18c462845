import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit } from '#audit';
import type { AuditAction } from '#contracts/audit-actions.js';
import type { EventCatalogue, FactorChange } from '#contracts/events.js';
import { firstRow, rows } from '#database';
import { Events } from '#events';
import { NotFound } from '#http';
import { lockAccount, waysInOf, type LockedAccount } from './second-factor.queries.js';
import { endSessions } from '../sessions/sessions.queries.js';

/** What is told of a change; of a passkey its owner is told the name, and the audit log the id. */
export type ChangeNote = Omit<EventCatalogue['user.factor_changed'], 'userId'> & { passkeyId?: string };

const ACTIONS: Record<FactorChange, AuditAction> = {
  totp_added: 'second_factor.totp_added',
  totp_removed: 'second_factor.totp_removed',
  recovery_codes_made: 'second_factor.recovery_codes_made',
  recovery_code_used: 'second_factor.recovery_code_used',
  second_factor_failed: 'second_factor.failed',
  passkey_added: 'passkey.added',
  passkey_removed: 'passkey.removed',
  passkey_refused: 'passkey.refused',
  identity_added: 'identity.added',
  identity_removed: 'identity.removed',
};

/** What was tried by somebody who may be another. */
const REFUSALS: readonly FactorChange[] = ['second_factor_failed', 'passkey_refused'];

/** What every change of how somebody signs in has in common. */
@Injectable()
export class FactorChanges {
  constructor(
    private readonly events: Events,
    private readonly audit: Audit,
  ) {}

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

  /** Has the person be told of it by mail, and records it. */
  async tell(tx: EntityManager, userId: string, { passkeyId, ...note }: ChangeNote): Promise<void> {
    await this.events.publish(tx, 'user.factor_changed', userId, { userId, ...note });
    const { change, codesLeft } = note;
    const after = { ...(passkeyId !== undefined && { passkeyId }), ...(codesLeft !== undefined && { codesLeft }) };
    // At sign-in they have proved who they are, though the request does not say so yet.
    const actor = REFUSALS.includes(change) ? undefined : ({ kind: 'user', id: userId } as const);
    await this.audit.record(tx, { action: ACTIONS[change], subject: userId, after, actor });
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
