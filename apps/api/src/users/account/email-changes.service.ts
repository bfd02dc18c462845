import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import type { Client, Principal } from '#auth';
import { newId } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import type { ChangeEmailInput } from '#contracts/account.dto.js';
import { mailboxOf } from '#contracts/validators/emails.js';
import { Database, firstRow, rows } from '#database';
import { Events } from '#events';
import { InvalidInput, RateLimits } from '#http';
import { lockAccount, voidCodes } from '../codes/codes.queries.js';
import { CODE_LIMITS } from '../codes/codes.service.js';
import { beginEmailChange, endEmailChanges } from './email-changes.queries.js';
import { OwnPassword } from './own-password.js';

/** Beginning to have another e-mail address. */
@Injectable()
export class EmailChangesService {
  constructor(
    private readonly db: Database,
    private readonly ownPassword: OwnPassword,
    private readonly limits: RateLimits,
    private readonly events: Events,
    private readonly audit: Audit,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  /**
   * Begins a change, in the place of one that was begun before. Whether the new address has an account is looked up
   * afterwards, and told to nobody but its owner. What is asked for too often costs no hash.
   * @throws InvalidInput for the address that the account has, WrongPassword, LoginDelayed, TooManyRequests, Busy
   */
  async request(user: Principal, { email, password }: ChangeEmailInput, client: Client): Promise<void> {
    const newEmail = mailboxOf(email);
    const address = client.network;
    await this.limits.take(CODE_LIMITS, { address, email: newEmail });
    const account = await this.ownPassword.prove(user.id, password, client);
    // A link goes to the old address too: it may be another's, where nobody has confirmed it.
    await this.limits.take(['code-email-hour'], { address, email: mailboxOf(account.email) });
    await this.db.transaction(async (tx) => {
      const { email: oldEmail = '' } = (await firstRow(tx, lockAccount(user.id))) ?? {};
      if (mailboxOf(oldEmail).toLowerCase() === newEmail.toLowerCase()) throw unchanged();
      const change = { id: newId(), userId: user.id, sessionId: user.sessionId, oldEmail, newEmail };
      await rows(tx, endEmailChanges(user.id));
      await rows(tx, voidCodes(user.id, ['leave_email', 'take_email']));
      await rows(tx, beginEmailChange({ ...change, hours: this.config.auth.verificationHours }));
      await this.events.publish(tx, 'account.email_change_requested', user.id, { changeId: change.id });
      const after = { changeId: change.id };
      await this.audit.record(tx, { action: 'email.change_requested', subject: user.id, after });
    });
  }
}

function unchanged(): InvalidInput {
  return new InvalidInput([{ pointer: '/email', code: 'unchanged', message: 'is the address that the account has' }]);
}
