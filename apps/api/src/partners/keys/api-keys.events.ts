import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Events } from '#events';
import { Sweep } from '#jobs';
import { takeExpiring } from './api-keys.queries.js';

const BATCH = 50;

/** Has owners told of keys that will end by themselves. */
@Injectable()
export class ApiKeyDeadlines {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** Takes one batch of keys that end in some days. */
  @Sweep({ name: 'api_keys.warn' })
  async warnDue(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const expiring = await takeExpiring(tx, BATCH);
      for (const { id, organisationId } of expiring)
        await this.events.publish(tx, 'api_key.expiring', organisationId, { keyId: id, organisationId });
      return expiring.length;
    });
  }
}
