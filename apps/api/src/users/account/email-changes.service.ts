import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { AccessWatch, type Client, type Principal } from '#auth';
import { newId } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import type { ChangeEmailInput } from '#contracts/account.dto.js';
import { mailboxOf } from '#contracts/validators/emails.js';
import { Database, firstRow, rows, violates } from '#database';
import { Events } from '#events';
import { InvalidInput, RateLimits } from '#http';
import { InvalidCode } from '../codes/codes.errors.js';
import { lockAccount, voidCodes } from '../codes/codes.queries.js';
import { CODE_LIMITS, CodesService } from '../codes/codes.service.js';
import { endSessions } from '../sessions/sessions.queries.js';
import {
  beginEmailChange,
  changeEmail,
  confirmEmailChange,
  endEmailChanges,
  type EmailChange,
} from './email-changes.queries.js';
import { OwnPassword } from './own-password.js';

/** What a change of address makes useless: codes that were sent to the old one, or begin another change. */
const OF_OLD_ADDRESS = ['verify_email', 'reset_password', 'leave_email', 'take_email'] as const;

/** Another e-mail address, once it has been confirmed at both. */
@Injectable()
export class EmailChangesService {
  constructor(
    private readonly db: Database,
    private readonly codes: CodesService,
    private readonly ownPassword: OwnPassword,
    private readonly limits: RateLimits,
    private readonly events: Events,
    private readonly watch: AccessWatch,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  /**
   * Begins a change, in the place of one that was begun before. Whether the new address has an account is looked up
   * afterwards, and told to nobody but its owner.
   * @throws InvalidInput for the address that the account has, WrongPassword, LoginDelayed, TooManyRequests, Busy
   */
  async request(user: Principal, { email, password }: ChangeEmailInput, client: Client): Promise<void> {
    const newEmail = mailboxOf(email);
    await this.ownPassword.prove(user.id, password, client);
    await this.limits.take(CODE_LIMITS, { address: client.network, email: newEmail });
    await this.db.transaction(async (tx) => {
      const { email: oldEmail = '' } = (await firstRow(tx, lockAccount(user.id))) ?? {};
      if (mailboxOf(oldEmail).toLowerCase() === newEmail.toLowerCase()) throw unchanged();
      const change = { id: newId(), userId: user.id, sessionId: user.sessionId, oldEmail, newEmail };
      await rows(tx, endEmailChanges(user.id));
      await rows(tx, voidCodes(user.id, ['leave_email', 'take_email']));
      await rows(tx, beginEmailChange({ ...change, hours: this.config.auth.verificationHours }));
      await this.events.publish(tx, 'account.email_change_requested', user.id, { changeId: change.id });
    });
  }

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
    await rows(tx, changeEmail(change));
    await rows(tx, endEmailChanges(change.userId));
    await rows(tx, voidCodes(change.userId, OF_OLD_ADDRESS));
    await rows(tx, endSessions(change.userId, change.sessionId));
    await this.events.publish(tx, 'account.email_changed', change.userId, { changeId: change.id });
  }
}

function unchanged(): InvalidInput {
  return new InvalidInput([{ pointer: '/email', code: 'unchanged', message: 'is the address that the account has' }]);
}

function noChange(): InvalidCode {
  return new InvalidCode('Ask for the change again.');
}
