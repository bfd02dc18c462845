import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { RawBuilder } from 'kysely';
import { Audit } from '#audit';
import { AccessWatch, type Principal } from '#auth';
import { Clock } from '#clock';
import type { ErasureDto, OpenMatterDto } from '#contracts/privacy.dto.js';
import { Database, firstRow, rows, sql } from '#database';
import { NotFound } from '#http';
import { Mails } from '#mail';
import { PersonalData, type ErasedPerson } from '#personal-data';
import { removeFiles } from '../file-removals.js';
import { ErasureBlocked } from '../privacy.errors.js';
import { holdAccount, openMatters } from './erasure.queries.js';
import { lastLetter } from './last-letter.js';

/** The end of an account, and of what is known of its owner. */
@Injectable()
export class ErasureService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly data: PersonalData,
    private readonly mails: Mails,
    private readonly audit: Audit,
    private readonly watch: AccessWatch,
  ) {}

  /** What would go and what would stay, and what has to come to its end before. */
  async preview(user: Principal): Promise<ErasureDto> {
    const holders = this.data.holders();
    return {
      open: await this.database.rows(this.#openMatters(user.id)),
      erased: holders.flatMap(({ erased }) => erased ?? []),
      kept: holders.flatMap(({ kept = [] }) => kept),
    };
  }

  /**
   * Erases the account, in one transaction. Whatever is begun in its name at the same time either is seen here, and blocks
   * it, or is refused. @throws ErasureBlocked, NotFound when it has been erased
   */
  async erase(user: Principal): Promise<void> {
    await this.database.transaction(async (tx) => {
      await inTurn(
        tx,
        this.data.holders().flatMap(({ locks }) => locks?.(user.id) ?? []),
      );
      const account = await firstRow(tx, holdAccount(user.id));
      if (!account) throw new NotFound('This account does not exist any more.');
      const open = await rows(tx, this.#openMatters(user.id));
      if (open.length > 0) throw blockedBy(open);
      const { email, confirmedEmail } = account;
      await this.#eraseAll(tx, { id: user.id, email, confirmedEmail, now: this.clock.now() });
      if (email !== null) await this.mails.queue(tx, lastLetter(email, account.firstName));
      await this.audit.record(tx, { action: 'user.erased', subject: user.id });
    });
    await this.watch.catchUp();
  }

  #openMatters(personId: string): ReturnType<typeof openMatters> {
    return openMatters(this.data.holders().flatMap(({ keepsOpen }) => keepsOpen?.(personId) ?? []));
  }

  /** Files go once this is committed: a transaction that is given up has removed none. */
  async #eraseAll(tx: EntityManager, person: ErasedPerson): Promise<void> {
    const holders = this.data.holders();
    const files = holders.flatMap((holder) => holder.files?.(person.id) ?? []);
    if (files.length > 0) await rows(tx, removeFiles(sql`${sql.join(files, sql` UNION `)}`, person.now));
    const inOrder = [...holders].sort((a, b) => Number(b.erasesFirst ?? false) - Number(a.erasesFirst ?? false));
    await inTurn(
      tx,
      inOrder.flatMap(({ erases }) => erases?.(person) ?? []),
    );
  }
}

/** Each statement sees what those before it have done; there are as many as rooms have said, however much they hold. */
async function inTurn(tx: EntityManager, statements: readonly RawBuilder<unknown>[]): Promise<void> {
  for (const statement of statements) await rows(tx, statement);
}

function blockedBy(open: readonly OpenMatterDto[]): ErasureBlocked {
  const told = open.map(({ type, id, reason, until }) => ({ type, id, reason, until: until?.toISOString() ?? null }));
  return new ErasureBlocked(`There are ${open.length} open matters.`, { data: { open: told } });
}
