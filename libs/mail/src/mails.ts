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
   * Writes a mail to be sent once the transaction has committed. To an account that is erased none is written.
   * @throws RangeError when `to` is not one bare address
   */
  async queue(tx: EntityManager, mail: NewMail): Promise<void> {
    await this.queueAll(tx, [mail]);
  }

  /** Writes several, in one statement. @throws RangeError when one `to` is not one bare address */
  async queueAll(tx: EntityManager, mails: readonly NewMail[]): Promise<void> {
    if (!mails.every(({ to }) => isOneAddress(to))) throw new RangeError('a mail goes to one bare address');
    const now = this.clock.now();
    const kept = mails.map(({ to, userId, subject, body, secret = false, forgotten = false }) => {
      const id = newId();
      return {
        id,
        to,
        userId,
        subject: oneLine(subject),
        secret,
        forgotten,
        body: secret ? sealed(body, id, this.#key) : body,
      };
    });
    await rows(
      tx,
      sql`
        WITH there AS (
          SELECT id
          FROM users
          WHERE id = ANY(${kept.map(({ userId }) => userId)}::uuid[])
            AND erased_at IS NULL
          ORDER BY id
          FOR KEY SHARE
        )
        INSERT INTO mails (id, user_id, recipient, subject, body, sealed, forgotten_when_sent, created_at, due_at)
        SELECT mail.id, mail.user_id, recipient, subject, body, sealed, forgotten, ${now}, ${now}
        FROM unnest(
          ${kept.map(({ id }) => id)}::uuid[],
          ${kept.map(({ userId }) => userId)}::uuid[],
          ${kept.map(({ to }) => to)}::text[],
          ${kept.map(({ subject }) => subject)}::text[],
          ${kept.map(({ body }) => body)}::text[],
          ${kept.map(({ secret }) => secret)}::boolean[],
          ${kept.map(({ forgotten }) => forgotten)}::boolean[]) AS mail (id, user_id, recipient, subject, body, sealed, forgotten)
        LEFT JOIN there ON there.id = mail.user_id
        WHERE mail.user_id IS NULL
          OR there.id IS NOT NULL`,
    );
  }
}
