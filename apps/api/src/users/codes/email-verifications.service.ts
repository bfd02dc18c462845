import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database, rows } from '#database';
import { verifyEmailOf } from './codes.queries.js';
import { CodesService } from './codes.service.js';

/** Showing that mail to an address reaches the owner of its account. */
@Injectable()
export class EmailVerificationsService {
  constructor(
    private readonly db: Database,
    private readonly codes: CodesService,
    private readonly audit: Audit,
  ) {}

  /** Takes the token of a link that was mailed to the account's address. @throws InvalidCode */
  async verify(token: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { userId } = await this.codes.use(tx, token, ['verify_email']);
      await rows(tx, verifyEmailOf(userId));
      const actor = { kind: 'user', id: userId } as const;
      await this.audit.record(tx, { action: 'email.verified', subject: userId, actor });
    });
  }
}
