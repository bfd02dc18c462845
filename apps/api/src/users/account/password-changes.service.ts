import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Audit } from '#audit';
import { AccessWatch, Passwords, type Client, type Principal } from '#auth';
import type { ChangePasswordInput, ResetPasswordInput } from '#contracts/account.dto.js';
import { Database, firstRow, rows } from '#database';
import { Events } from '#events';
import { InvalidInput } from '#http';
import { lockAccount, voidCodes } from '../codes/codes.queries.js';
import { CodesService } from '../codes/codes.service.js';
import { endSessions } from '../sessions/sessions.queries.js';
import { accountOf } from '../users.queries.js';
import { WrongPassword } from './account.errors.js';
import { changePassword, dropUnprovedWaysIn, endUnprovedAccess, resetPassword } from './account.queries.js';
import { endEmailChanges } from './email-changes.queries.js';
import { OwnPassword } from './own-password.js';

type Named = Parameters<Passwords['faults']>[1];

/** New passwords, of those who know the old one, and of those who read the mail of the account. */
@Injectable()
export class PasswordChangesService {
  constructor(
    private readonly db: Database,
    private readonly codes: CodesService,
    private readonly passwords: Passwords,
    private readonly ownPassword: OwnPassword,
    private readonly events: Events,
    private readonly watch: AccessWatch,
    private readonly audit: Audit,
  ) {}

  /**
   * Sets a password by a mailed link, ends every session, and has the account forget the failed logins. Where its address
   * was not confirmed before, all else by which one gets in to it or to what is its owner's ends too. What is wrong with the
   * password does not use the link up.
   * @throws InvalidInput, InvalidCode, Busy
   */
  async reset({ token, password }: ResetPasswordInput, client: Client): Promise<void> {
    const owner = await this.codes.ownerOf('reset_password', token);
    this.#assertFaultless(password, '/password', owner);
    const passwordHash = await this.passwords.hash(password);
    await this.db.transaction(async (tx) => {
      const { userId } = await this.codes.use(tx, token, ['reset_password']);
      await rows(tx, dropUnprovedWaysIn(userId));
      const ended = await firstRow(tx, endUnprovedAccess(userId));
      await rows(tx, resetPassword(userId, passwordHash));
      await this.#changed(tx, userId, null);
      const actor = { kind: 'user', id: userId } as const;
      const after = ended && Object.values(ended).some(Boolean) ? ended : undefined;
      await this.audit.record(tx, { action: 'password.reset', subject: userId, actor, after });
      await this.ownPassword.forgive(tx, { userId, email: owner.email }, client);
    });
    await this.watch.catchUp();
  }

  /**
   * Replaces a password, and ends every session but the one that the request comes from. What is wrong with the new one is
   * said before a hash is made of the old one.
   * @throws InvalidInput, WrongPassword, LoginDelayed, Busy
   */
  async change(user: Principal, input: ChangePasswordInput, client: Client): Promise<void> {
    const owner = await this.db.firstRow(accountOf(user.id));
    if (owner) this.#assertFaultless(input.newPassword, '/newPassword', owner);
    const account = await this.ownPassword.prove(user.id, input.currentPassword, client);
    const passwordHash = await this.passwords.hash(input.newPassword);
    await this.db.transaction(async (tx) => {
      await rows(tx, lockAccount(user.id));
      const changed = await firstRow(tx, changePassword(user.id, account.passwordHash, passwordHash));
      if (!changed) throw new WrongPassword('It was changed in this moment.');
      await rows(tx, voidCodes(user.id, ['reset_password']));
      await this.#changed(tx, user.id, user.sessionId);
      await this.audit.record(tx, { action: 'password.changed', subject: user.id });
    });
    await this.watch.catchUp();
  }

  #assertFaultless(password: string, pointer: string, owner: Named): void {
    const faults = this.passwords.faults(password, owner);
    if (faults.length > 0) throw new InvalidInput(faults.map((fault) => ({ pointer, ...fault })));
  }

  /** Whoever was in it before is not any more, nor is what they have begun of use to them. */
  async #changed(tx: EntityManager, userId: string, sessionId: string | null): Promise<void> {
    await rows(tx, endSessions(userId, sessionId));
    await rows(tx, endEmailChanges(userId));
    await rows(tx, voidCodes(userId, ['leave_email', 'take_email']));
    await this.events.publish(tx, 'account.password_changed', userId, { userId });
  }
}
