import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { AccessWatch, type Principal } from '#auth';
import { newId } from '#clock';
import type { CreatePasskeyInput, PasskeyAddedDto, PasskeyDto } from '#contracts/passkeys.dto.js';
import { Database, rows, violates } from '#database';
import { isFor, NotFound, PreconditionFailed, type Versions } from '#http';
import { FactorChanges } from '../second-factor/factor-changes.js';
import { RecoveryCodes } from '../second-factor/recovery-codes.js';
import { SecondFactorsService } from '../second-factor/second-factors.service.js';
import { NewPasskeys } from './new-passkeys.js';
import { LastWayIn, PasskeyExists, TooManyPasskeys } from './passkeys.errors.js';
import {
  passkeyOf,
  passkeysOf,
  putPasskey,
  removePasskey,
  renamePasskey,
  type NewPasskey,
} from './passkeys.queries.js';

const MOST = 20;

/** The passkeys of a person, for that person. */
@Injectable()
export class PasskeysService {
  constructor(
    private readonly database: Database,
    private readonly newPasskeys: NewPasskeys,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly factors: SecondFactorsService,
    private readonly changes: FactorChanges,
    private readonly watch: AccessWatch,
    private readonly audit: Audit,
  ) {}

  /** All of them, the oldest first. */
  async list(userId: string): Promise<PasskeyDto[]> {
    return this.database.rows(passkeysOf(userId));
  }

  /**
   * Adds one. From the first on a password alone does not sign anybody in any more, and other sessions end.
   * @throws InvalidInput, PasskeyNotAdded, PasskeyExists, TooManyPasskeys
   */
  async add(user: Principal, { name, credential }: CreatePasskeyInput): Promise<PasskeyAddedDto> {
    const made = await this.newPasskeys.check(user.id, credential);
    const id = newId();
    const { recoveryCodes } = await this.#keep(user, { ...made, id, userId: user.id, name: name.trim() });
    await this.watch.catchUp();
    const { name: kept, createdAt, lastUsedAt, version } = await this.#one(user.id, id);
    return { id, name: kept, createdAt, lastUsedAt, version, recoveryCodes };
  }

  /**
   * Gives one another name.
   * @throws NotFound, PreconditionFailed
   */
  async rename(userId: string, id: string, versions: Versions, name: string): Promise<PasskeyDto> {
    await this.database.transaction(async (tx) => {
      await this.changes.lock(tx, userId);
      const { version } = await this.#one(userId, id);
      if (!isFor(versions, version)) throw new PreconditionFailed(`The passkey is at version ${version}.`);
      await rows(tx, renamePasskey(id, name.trim()));
      const after = { passkeyId: id, withheld: ['name'] };
      await this.audit.record(tx, { action: 'passkey.renamed', subject: userId, after });
    });
    return this.#one(userId, id);
  }

  /**
   * Removes one. Recovery codes go too when nothing is left that they stand in for. Other sessions end.
   * @throws NotFound, LastWayIn
   */
  async remove(user: Principal, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.changes.lock(tx, user.id);
      const passkey = await this.#one(user.id, id);
      if (!(await this.changes.mayLoseOne(tx, user.id)))
        throw new LastWayIn('Set a password, or add another passkey first.');
      await rows(tx, removePasskey(id));
      if (!(await this.factors.has(tx, user.id))) await this.recoveryCodes.remove(tx, user.id);
      const note = { change: 'passkey_removed', passkey: passkey.name, passkeyId: id } as const;
      await this.changes.tellAndEndOthers(tx, user, note);
    });
    await this.watch.catchUp();
  }

  async #keep(user: Principal, passkey: NewPasskey): Promise<{ recoveryCodes: string[] | null }> {
    try {
      return await this.database.transaction(async (tx) => {
        await this.changes.lock(tx, user.id);
        const all = await rows(tx, passkeysOf(user.id));
        if (all.length >= MOST) throw new TooManyPasskeys(`At most ${MOST}. Remove one that you do not use.`);
        const isFirst = !(await this.factors.has(tx, user.id));
        await rows(tx, putPasskey(passkey));
        const recoveryCodes = await this.recoveryCodes.replaceIfNone(tx, user.id);
        const note = { change: 'passkey_added', passkey: passkey.name, passkeyId: passkey.id } as const;
        if (isFirst) await this.changes.tellAndEndOthers(tx, user, note);
        else await this.changes.tell(tx, user.id, note);
        return { recoveryCodes };
      });
    } catch (error) {
      if (violates(error, 'passkeys_credential_id_key')) throw new PasskeyExists('Let the browser make another.');
      throw error;
    }
  }

  async #one(userId: string, id: string): Promise<PasskeyDto> {
    const passkey = await this.database.firstRow(passkeyOf(userId, id));
    if (!passkey) throw new NotFound('You have no such passkey.');
    return passkey;
  }
}
