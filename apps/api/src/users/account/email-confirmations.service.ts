import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit } from '#audit';
import { AccessWatch } from '#auth';
import { Database, firstRow, rows, violates } from '#database';
import { Events } from '#events';
import { InvalidCode } from '../codes/codes.errors.js';
import { voidCodes } from '../codes/codes.queries.js';
import { CodesService } from '../codes/codes.service.js';
import { endSessions } from '../sessions/sessions.queries.js';
import { changeEmail, confirmEmailChange, endEmailChanges, type EmailChange } from './email-changes.queries.js';

/** What a change of address makes useless: codes that were sent to the old one, or begin another change. */
const OF_OLD_ADDRESS = ['verify_email', 'reset_password', 'leave_email', 'take_email'] as const;

/** Another e-mail address, once it has been confirmed at both. */
@Injectable()
export class EmailConfirmationsService {
  constructor(
    private readonly db: Database,
    private readonly codes: CodesService,
    private readonly events: Events,
    private readonly watch: AccessWatch,
    private readonly audit: Audit,
  ) {}

  /**
   * Takes the token of a link that was mailed to the old or to the new address. With the second of them the account has its
   * new address, and every session ends but the one in which that was asked for.
   * @throws InvalidCode also when somebody else has got an account at the new address meanwhile
   */
  async confirm(token: string): Promise<void> {
    try {
      await this.db.transaction((tx) => this.#confirm(tx, token));
    } catch (error) {
      if (violates(error, 'users_email_key')) throw noChange();
      throw error;
    }
    await this.watch.catchUp();
  }

  async #confirm(tx: EntityManager, token: string): Promise<void> {
    const { userId, purpose } = await this.codes.use(tx, token, ['leave_email', 'take_email']);
    const change = await firstRow(tx, confirmEmailChange(userId, purpose === 'leave_email' ? purpose : 'take_email'));
    if (!change) throw noChange();
    if (change.complete) await this.#make(tx, change);
  }

  async #make(tx: EntityManager, change: EmailChange): Promise<void> {
    const { id: changeId, userId } = change;
    await rows(tx, changeEmail(change));
    await rows(tx, endEmailChanges(userId));
    await rows(tx, voidCodes(userId, OF_OLD_ADDRESS));
    await rows(tx, endSessions(userId, change.sessionId));
    await this.events.publish(tx, 'account.email_changed', userId, { changeId });
    const actor = { kind: 'user', id: userId } as const;
    await this.audit.record(tx, { action: 'email.changed', subject: userId, actor, after: { changeId } });
  }
}

function noChange(): InvalidCode {
  return new InvalidCode('Ask for the change again.');
}
