import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type AppConfig } from '#config';
import { messageOf } from '#database';

const PATIENCE_MS = 2000;
const LOOK_EVERY_MS = 10;

/** What the Stripe sandbox has to tell us, and has not told yet. */
@Injectable()
export class StripeNews {
  readonly #logger = new Logger('Sandbox');

  constructor(@Inject(CONFIG) private readonly config: AppConfig) {}

  /** Resolves when every webhook has been delivered; after 2 s at the latest, for one may be meant to fail. */
  async delivered(): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while ((await this.#pending()) > 0 && Date.now() < until) await wait(LOOK_EVERY_MS);
  }

  async #pending(): Promise<number> {
    try {
      const answer = await fetch(`${this.config.stripe.apiBase}/sandbox/webhooks`);
      const { pending } = (await answer.json()) as { pending?: number };
      return pending ?? 0;
    } catch (error) {
      this.#logger.warn(`the Stripe sandbox does not answer: ${messageOf(error)}`);
      return 0;
    }
  }
}
