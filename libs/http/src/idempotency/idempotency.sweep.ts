import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type AppConfig } from '#config';
import { Sweep } from '#jobs';
import { IdempotencyStore } from './idempotency.store.js';

const DAY_MS = 86_400_000;
const BATCH = 1000;

/** Forgets keys that are older than we promise to know them. */
@Injectable()
export class IdempotencySweep {
  constructor(
    @Inject(CONFIG) private readonly config: AppConfig,
    private readonly store: IdempotencyStore,
  ) {}

  @Sweep({ name: 'idempotency.forget', everyMs: 3_600_000 })
  async forgetOld(): Promise<number> {
    return this.store.forget(new Date(Date.now() - this.config.http.idempotencyDays * DAY_MS), BATCH);
  }
}
