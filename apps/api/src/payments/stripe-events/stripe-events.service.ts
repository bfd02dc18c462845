import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock, Random } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import { Database, databaseFailure, isUnavailable, messageOf } from '#database';
import { afterFailure, JobRunner, Sweep } from '#jobs';
import { PaymentSettling } from '../settling/settling.service.js';
import { StripeApi } from '../stripe/stripe-api.js';
import { stripeFailure } from '../stripe/stripe-failure.js';
import {
  eventApplied,
  eventFailed,
  parkEvent,
  paymentOfIntent,
  storeEvent,
  takeDueEvents,
  type ReceivedEvent,
  type StoredEvent,
} from './stripe-event.queries.js';

const APPLY_SWEEP = 'payments.apply_events';
const BATCH = 8;
const LEASE_MS = 120_000;

/** Kinds of events that say that a payment or a refund may have changed. */
const ABOUT_PAYMENTS = /^(payment_intent|charge|refund|charge\.refund)\./;
/** Of these, those that say nothing that we did not do ourselves a moment before, or that have no part here yet. */
const WITHOUT_NEWS = /^(payment_intent\.created|charge\.dispute\..*)$/;

/**
 * Stripe's webhooks: stored under Stripe's own id, answered at once, applied afterwards. An event is only taken as a
 * hint to look: the state is read from Stripe again, so that neither order nor repetition matters.
 */
@Injectable()
export class StripeEvents {
  readonly #logger = new Logger('Payments');

  constructor(
    @Inject(CONFIG) private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly database: Database,
    private readonly jobs: JobRunner,
    private readonly stripe: StripeApi,
    private readonly settling: PaymentSettling,
  ) {}

  /**
   * Verifies and stores a webhook. An event that Stripe has signed is never sent back, however odd: what jsonb cannot hold
   * is parked as text.
   * @throws InvalidSignature when Stripe has not signed this body @throws NotAnEvent when it has no id or type to keep it by
   */
  async receive(body: Buffer, signature: string): Promise<void> {
    const { id, type } = this.stripe.signedEvent(body, signature);
    const event = { id, type, text: body.toString() };
    try {
      await storeEvent(this.database, event, this.clock.now());
    } catch (error) {
      if (!isUnstorable(error)) throw error;
      await this.#park(event, error);
      return;
    }
    this.jobs.nudge(APPLY_SWEEP);
  }

  async #park(event: ReceivedEvent, error: unknown): Promise<void> {
    this.#logger.error({ err: error, event: event.id, parked: true }, 'a webhook cannot be read');
    await parkEvent(this.database, event, messageOf(error), this.clock.now());
  }

  /**
   * Applies what has arrived. What fails is tried again, and parked after its last try; while Stripe is away that takes
   * days, because some news, such as of a refund that came back, is told by an event only.
   */
  @Sweep({ name: APPLY_SWEEP })
  async applyDue(): Promise<number> {
    const now = this.clock.now();
    const due = await takeDueEvents(this.database, now, new Date(now.getTime() + LEASE_MS), BATCH);
    await Promise.all(due.map((event) => this.#apply(event)));
    return due.length;
  }

  async #apply(event: StoredEvent): Promise<void> {
    try {
      // One more than it has: the one before came to no end, good or bad.
      if (event.attempts > this.config.jobs.tries) throw new Error('its last try has ended the process');
      await this.#look(event);
      await eventApplied(this.database, event.id, this.clock.now());
    } catch (error) {
      await this.#failed(event, error);
    }
  }

  async #failed({ id, attempts, outages }: StoredEvent, error: unknown): Promise<void> {
    const isOutage = isAway(error);
    const judged = { isOutage, now: this.clock.now(), random: this.random.next(), tries: this.config.jobs.tries };
    const after = afterFailure({ attempts: attempts - 1, outages }, judged);
    const told = { event: id, attempts: after.attempts, outages: after.outages, parked: after.dueAt === null };
    if (isOutage) this.#logger.warn({ ...told, reason: messageOf(error) }, 'a webhook was not applied: Stripe is away');
    else this.#logger.error({ ...told, err: error }, 'a webhook was not applied');
    await eventFailed(this.database, id, messageOf(error), after);
  }

  async #look({ type, intentId, paymentId }: StoredEvent): Promise<void> {
    if (intentId === null || !ABOUT_PAYMENTS.test(type) || WITHOUT_NEWS.test(type)) return;
    const ours = await paymentOfIntent(this.database, intentId, paymentId);
    if (ours !== undefined) await this.settling.observe(ours, intentId);
  }
}

/** Whether Stripe or the database could not answer, which says nothing about the event. */
function isAway(error: unknown): boolean {
  const failure = stripeFailure(error);
  return failure === undefined ? isUnavailable(error) : failure !== 'impossible';
}

/** Data that a column cannot hold (class 22), or nesting beyond what PostgreSQL reads (54001). */
function isUnstorable(error: unknown): boolean {
  return /^(22|54)/.test(databaseFailure(error)?.code ?? '');
}
