import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, nextTry, PAUSES, Random } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import { Database, messageOf, sql } from '#database';
import { Sweep } from '#jobs';
import { folderCarrier, mailboxFolder, smtpCarrier, type Carrier } from './carriers.js';
import { sealingKeys, type WaitingMail } from './mail.js';
import { unsealed } from './seal.js';

const BATCH = 20;
/** Longer than a try can take: after it, a mail that a process took and did not finish is due again. */
const LEASE_MS = 120_000;

/** Sends what was written: at least once each, outside any transaction. */
@Injectable()
export class MailSweep implements OnApplicationShutdown {
  readonly #logger = new Logger('Mail');
  readonly #carrier: Carrier;
  readonly #keys: readonly Buffer[];

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly random: Random,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {
    const { app, mail } = config;
    this.#keys = sealingKeys(config);
    this.#carrier = mail.smtpUrl
      ? smtpCarrier(mail.smtpUrl, mail.from)
      : folderCarrier(mailboxFolder(app.dataDir), mail.from);
  }

  /** Sends a batch of the mails that are due; how many were taken. */
  @Sweep({ name: 'mail.send' })
  async sendDue(): Promise<number> {
    const mails = await this.#take();
    await Promise.all(mails.map((mail) => this.#send(mail)));
    return mails.length;
  }

  onApplicationShutdown(): void {
    this.#carrier.close();
  }

  /** Takes due mails under a lease, so that no other process sends them at the same time. */
  async #take(): Promise<WaitingMail[]> {
    const now = this.clock.now();
    return this.db.rows(sql<WaitingMail>`
      WITH taken AS (
        SELECT id
        FROM mails
        WHERE due_at <= ${now}
        ORDER BY due_at
        LIMIT ${BATCH}
        FOR UPDATE SKIP LOCKED
      )
      UPDATE mails
      SET attempts = attempts + 1, due_at = ${new Date(now.getTime() + LEASE_MS)}
      FROM taken
      WHERE mails.id = taken.id
      RETURNING mails.id, recipient, subject, body, sealed, forgotten_when_sent AS forgotten,
        created_at AS "createdAt", attempts`);
  }

  async #send(mail: WaitingMail): Promise<void> {
    try {
      await this.#carrier.send(mail.sealed ? { ...mail, body: unsealed(mail.body, mail.id, this.#keys) } : mail);
    } catch (error) {
      await this.#failed(mail, error);
      return;
    }
    if (mail.forgotten) return this.#forget(mail);
    await this.db.rows(sql`
      UPDATE mails
      SET sent_at = ${this.clock.now()},
          due_at = NULL,
          last_error = NULL,
          body = CASE WHEN sealed THEN '' ELSE body END
      WHERE id = ${mail.id}`);
  }

  async #forget({ id }: WaitingMail): Promise<void> {
    await this.db.rows(sql`DELETE FROM mails WHERE id = ${id}`);
  }

  async #failed(mail: WaitingMail, error: unknown): Promise<void> {
    const { id, attempts } = mail;
    const reason = messageOf(error);
    const again = nextTry(this.clock.now(), attempts, this.random.next(), PAUSES.mail);
    const next = attempts < this.config.jobs.tries ? again : null;
    // The address is not logged: it is in the row.
    this.#logger.warn(`mail ${id} was not taken at try ${attempts}${next ? '' : ', given up'}: ${reason}`);
    if (next === null && mail.forgotten) return this.#forget(mail);
    await this.db.rows(sql`
      UPDATE mails
      SET due_at = ${next}, last_error = ${reason}
      WHERE id = ${id}`);
  }
}
