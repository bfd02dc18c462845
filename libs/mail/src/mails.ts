import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Clock, newId } from '#clock';
import { rows, sql } from '#database';
import { isOneAddress, oneLine, type NewMail } from './mail.js';

/** Mail to people: written in the transaction that gives the reason for it, sent after that by `mail.send`. */
@Injectable()
export class Mails {
  constructor(private readonly clock: Clock) {}

  /**
   * Writes a mail to be sent once the transaction has committed.
   * @throws RangeError when `to` is not one bare address
   */
  async queue(tx: EntityManager, { to, subject, body }: NewMail): Promise<void> {
    if (!isOneAddress(to)) throw new RangeError('a mail goes to one bare address');
    const now = this.clock.now();
    await rows(
      tx,
      sql`
        INSERT INTO mails (id, recipient, subject, body, created_at, due_at)
        VALUES (${newId()}, ${to}, ${oneLine(subject)}, ${body}, ${now}, ${now})`,
    );
  }
}
