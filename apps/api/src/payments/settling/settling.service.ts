import { Injectable, Logger } from '@nestjs/common';
import { Clock, nextTry, PAUSES, Random } from '#clock';
import { Database, messageOf, withoutRecordedSteps } from '#database';
import {
  openRefunds,
  paymentToSettle,
  undecidedRefunds,
  type OpenRefund,
  type PaymentToSettle,
} from '../payments.queries.js';
import { PaymentRecord } from './payment-record.js';
import { keysMayBeForgotten, nextCall, nextLook, type SeenIntent } from '../settlement.js';
import { StripeApi, type SeenRefund } from '../stripe/stripe-api.js';
import { hasMovedOn, isDispute, stripeFailure, stripeReason } from '../stripe/stripe-failure.js';

/** How settling came out: `later` – Stripe failed, the sweep goes on; `impossible` – Stripe will never take it. */
export type Settled = 'settled' | 'later' | 'impossible';

const MAX_ROUNDS = 3;

/**
 * Makes Stripe agree with what we want, and records what came of it. The request that wanted it and the sweep do the
 * same thing here: every call has a key that is derived from our ids, so doing it twice does it once, and Stripe's state
 * is read again each time, so that neither a crash between two steps nor the order of events matters.
 */
@Injectable()
export class PaymentSettling {
  readonly #logger = new Logger('Payments');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly stripe: StripeApi,
    private readonly record: PaymentRecord,
  ) {}

  /** Settles one payment with its refunds, outside any transaction. Errors of Stripe are kept, and tried again later. */
  async settle(paymentId: string): Promise<Settled> {
    return withoutRecordedSteps(async () => {
      try {
        for (let round = 0; round < MAX_ROUNDS; round += 1) {
          const payment = await paymentToSettle(this.database, paymentId);
          const outcome = await this.#bringAbout(payment);
          if (outcome || (await this.#finish(payment))) return outcome ?? 'settled';
        }
        return 'later';
      } catch (error) {
        await this.#failed(paymentId, error);
        return 'later';
      }
    });
  }

  /** Records the state of a payment and of its refunds as Stripe has it, and changes nothing there. */
  async observe(paymentId: string, intentId: string): Promise<void> {
    const intent = await this.stripe.intent(intentId);
    await this.#seen(paymentId, intent);
    const ours = new Set(await undecidedRefunds(this.database, paymentId));
    if (ours.size === 0) return;
    for (const seen of await this.stripe.refundsOf(intentId)) {
      if (seen.refundId !== null && ours.has(seen.refundId)) await this.#seenRefund(paymentId, seen.refundId, seen);
    }
  }

  async #bringAbout(payment: PaymentToSettle): Promise<Settled | undefined> {
    const intent = payment.intentId === null ? await this.#create(payment) : await this.stripe.intent(payment.intentId);
    if (!intent) return isUnwanted(payment) ? 'settled' : 'impossible';
    await this.#seen(payment.id, intent);
    const settled = await this.#captureOrCancel(payment, intent);
    if (settled !== intent) await this.#seen(payment.id, settled);
    if (settled.status !== 'captured') return undefined;
    for (const refund of await openRefunds(this.database, payment.id)) {
      await this.#seenRefund(payment.id, refund.id, await this.#refund(payment, settled.id, refund));
    }
    return undefined;
  }

  /** Makes the PaymentIntent; undefined when there will never be one, which has then been recorded. */
  async #create(payment: PaymentToSettle): Promise<SeenIntent | undefined> {
    if (isUnwanted(payment) && keysMayBeForgotten(payment.createdAt, this.clock.now())) {
      // What a lost call may have made nobody can pay: its secret was never told to anyone.
      await this.#abandon(payment.id, 'not made before it was cancelled');
      return undefined;
    }
    try {
      return await this.stripe.createIntent(payment, key(payment, 'create'));
    } catch (error) {
      if (stripeFailure(error) !== 'impossible') throw error;
      const reason = messageOf(error);
      this.#logger.warn({ paymentId: payment.id, reason }, 'Stripe will not take a payment');
      await this.#abandon(payment.id, reason);
      return undefined;
    }
  }

  async #captureOrCancel(payment: PaymentToSettle, intent: SeenIntent): Promise<SeenIntent> {
    const call = nextCall(payment.wanted, intent.status);
    if (call === 'none') return intent;
    try {
      return await this.stripe[call](intent.id, key(payment, call));
    } catch (error) {
      if (!hasMovedOn(error)) throw error;
      return this.stripe.intent(intent.id);
    }
  }

  /**
   * Makes a refund, or reads it again; after a lost call it first looks whether Stripe has made it. One that Stripe will
   * never make has failed: asking again would change nothing.
   */
  async #refund(payment: PaymentToSettle, intentId: string, refund: OpenRefund): Promise<SeenRefund> {
    if (refund.stripeRefundId !== null) return this.stripe.refund(refund.stripeRefundId);
    const unsure = payment.attempts > 0 || keysMayBeForgotten(refund.createdAt, this.clock.now());
    const known = unsure ? await this.stripe.refundsOf(intentId) : [];
    const made = known.find(({ refundId }) => refundId === refund.id);
    if (made) return made;
    try {
      return await this.stripe.createRefund({ ...refund, intentId }, `refund:${refund.id}:create:${payment.refusals}`);
    } catch (error) {
      if (stripeFailure(error) !== 'impossible') throw error;
      const failureReason = stripeReason(error);
      return { id: null, refundId: refund.id, status: 'failed', failureReason, disputed: isDispute(failureReason) };
    }
  }

  async #seen(paymentId: string, intent: SeenIntent): Promise<void> {
    await this.database.transaction((tx) => this.record.intent(tx, paymentId, intent));
  }

  async #seenRefund(paymentId: string, refundId: string, refund: SeenRefund): Promise<void> {
    await this.database.transaction((tx) => this.record.refund(tx, paymentId, refundId, refund));
  }

  async #abandon(paymentId: string, reason: string): Promise<void> {
    await this.database.transaction((tx) => this.record.abandoned(tx, paymentId, reason));
  }

  /** Says when to look again; false when something else has been wanted in the meantime. */
  async #finish(settled: PaymentToSettle): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const payment = await this.record.lock(tx, settled.id);
      const open = await openRefunds(tx, payment.id);
      if (payment.wanted !== settled.wanted || open.some(({ stripeRefundId }) => stripeRefundId === null)) return false;
      const now = this.clock.now();
      payment.settled(now, nextLook(payment, open.length, now));
      return true;
    });
  }

  async #failed(paymentId: string, error: unknown): Promise<void> {
    const failure = stripeFailure(error);
    if (!failure) throw error;
    const reason = messageOf(error);
    this.#logger.warn({ paymentId, reason }, 'Stripe failed; tried again later');
    await this.database.transaction(async (tx) => {
      const payment = await this.record.lock(tx, paymentId);
      const now = this.clock.now();
      payment.callFailed(
        reason,
        failure !== 'unsure',
        now,
        nextTry(now, payment.attempts + 1, this.random.next(), PAUSES.payment),
      );
    });
  }
}

/** Whether it is better not to be paid any more. */
function isUnwanted({ wanted }: PaymentToSettle): boolean {
  return wanted === 'withdraw' || wanted === 'cancel';
}

function key(payment: PaymentToSettle, call: 'create' | 'capture' | 'cancel'): string {
  return `payment:${payment.id}:${call}:${payment.refusals}`;
}
