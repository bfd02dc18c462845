import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Clock, newId } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import { rows, sql } from '#database';
import { isOneAddress, oneLine, sealingKeys, type NewMail } from './mail.js';
import { sealed } from './seal.js';

/** Mail to people: written in the transaction that gives the reason for it, sent after that by `mail.send`. */
@Injectable()
export class Mails {
  readonly #key: Buffer;

  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) config: AppConfig,
  ) {
    [this.#key] = sealingKeys(config);
  }

  /**
   * Writes a mail to be sent once the transaction has committed.
   * @throws RangeError when `to` is not one bare address
   */
  async queue(tx: EntityManager, { to, subject, body, secret = false }: NewMail): Promise<void> {
    if (!isOneAddress(to)) throw new RangeError('a mail goes to one bare address');
    const [id, now] = [newId(), this.clock.now()];
    const kept = secret ? sealed(body, id, this.#key) : body;
    await rows(
      tx,
      sql`
        INSERT INTO mails (id, recipient, subject, body, sealed, created_at, due_at)
        VALUES (${id}, ${to}, ${oneLine(subject)}, ${kept}, ${secret}, ${now}, ${now})`,
    );
  }
}
