import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, Logger } from '@nestjs/common';
import { Clock, newId } from '#clock';
import type { PaymentStatus } from '#contracts/payments.dto.js';
import { rows, sql } from '#database';
import { Events } from '#events';
import {
  captureJournal,
  refundJournal,
  returnedRefundJournal,
  unmadeRefundJournal,
  type Journal,
} from '../ledger/ledger.js';
import { Payment } from '../payment.entity.js';
import { Refund, type RefundNews } from '../refund.entity.js';
import type { SeenIntent } from '../settlement.js';
import type { SeenRefund } from '../stripe/stripe-api.js';

const FACTS = {
  authorised: 'payment.authorised',
  captured: 'payment.captured',
  cancelled: 'payment.cancelled',
} as const;

/**
 * Takes what was seen at Stripe into our books: the payment, its journals and the facts that others hear of, all in the
 * caller's transaction and under the payment's lock. Recording the same thing twice, or an older one later, changes
 * nothing.
 */
@Injectable()
export class PaymentRecord {
  readonly #logger = new Logger('Payments');

  constructor(
    private readonly clock: Clock,
    private readonly events: Events,
  ) {}

  /** The payment, locked until the transaction ends. */
  async lock(tx: EntityManager, paymentId: string): Promise<Payment> {
    return tx.findOneOrFail(Payment, { id: paymentId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  }

  /** Records how a PaymentIntent was seen. */
  async intent(tx: EntityManager, paymentId: string, intent: SeenIntent): Promise<void> {
    const payment = await this.lock(tx, paymentId);
    // A second PaymentIntent, made because Stripe had forgotten the first one's key: nobody was ever told its secret.
    if (payment.stripePaymentIntentId !== null && payment.stripePaymentIntentId !== intent.id) return;
    const reached = payment.see(intent, this.clock.now());
    if (payment.seeFailure(intent.failure, this.clock.now()) && intent.failure) {
      await this.events.publish(tx, 'payment.failed', payment.bookingId, {
        ...factOf(payment),
        failureCode: intent.failure.code,
      });
    }
    if (reached === 'captured') await this.#book(tx, payment, captureJournal(payment.id, payment.capturedShares));
    if (reached) await this.#tell(tx, payment, reached);
  }

  /** Records that a payment will not come to be: Stripe refuses it, or forgot it before anybody could pay. */
  async abandoned(tx: EntityManager, paymentId: string, reason: string): Promise<void> {
    const payment = await this.lock(tx, paymentId);
    if (payment.status !== 'intended') return;
    payment.abandon(reason, this.clock.now());
    await this.#tell(tx, payment, 'cancelled');
  }

  /** Records how a refund was seen. */
  async refund(tx: EntityManager, paymentId: string, refundId: string, seen: SeenRefund): Promise<void> {
    const payment = await this.lock(tx, paymentId);
    const refund = await tx.findOneOrFail(Refund, { id: refundId, paymentId });
    const news = refund.see(seen, this.clock.now());
    if (!news) return;
    payment.updatedAt = this.clock.now();
    await this.#book(tx, payment, this.#journalOf(news, payment, refund, seen), refund.id);
    const fact = { ...factOf(payment), amount: refund.amount, refundId: refund.id };
    if (news === 'went') return this.events.publish(tx, 'payment.refunded', payment.bookingId, fact);
    this.#logger.error(
      { paymentId, refundId, news, reason: seen.failureReason, disputed: seen.disputed },
      'a refund failed',
    );
    const failed = { ...fact, reason: seen.failureReason, disputed: seen.disputed };
    await this.events.publish(tx, 'payment.refund_failed', payment.bookingId, failed);
  }

  /** How the news goes into the books, and into what has gone back of the payment. */
  #journalOf(news: RefundNews, payment: Payment, refund: Refund, { disputed }: SeenRefund): Journal {
    const account = disputed ? 'disputed' : 'guest_payable';
    switch (news) {
      case 'went':
        payment.refundedAmount += refund.amount;
        return refundJournal(refund.id, refund.shares);
      case 'came_back':
        payment.refundedAmount -= refund.amount;
        return returnedRefundJournal(refund.id, refund.shares, account);
      case 'never_went':
        return unmadeRefundJournal(refund.id, refund.shares, account);
    }
  }

  async #tell(tx: EntityManager, payment: Payment, reached: PaymentStatus): Promise<void> {
    if (reached === 'intended' || reached === 'requires_payment') return;
    await this.events.publish(tx, FACTS[reached], payment.bookingId, factOf(payment));
  }

  async #book(tx: EntityManager, payment: Payment, journal: Journal, refundId: string | null = null): Promise<void> {
    const id = newId();
    await tx.flush();
    await rows(
      tx,
      sql`
        INSERT INTO journals (id, kind, booking_id, payment_id, refund_id, key, created_at)
        VALUES (${id}, ${journal.kind}, ${payment.bookingId}, ${payment.id}, ${refundId}, ${journal.key}, ${this.clock.now()})`,
    );
    await rows(
      tx,
      sql`
        INSERT INTO entries (id, journal_id, account, amount, currency)
        SELECT entry.id, ${id}, entry.account, entry.amount, ${payment.currency}
        FROM unnest(
          ${journal.entries.map(() => newId())}::uuid[],
          ${journal.entries.map(({ account }) => account)}::text[],
          ${journal.entries.map(({ amount }) => amount)}::bigint[]) AS entry (id, account, amount)`,
    );
  }
}

function factOf({ id, bookingId, amount, currency }: Payment) {
  return { paymentId: id, bookingId, amount, currency };
}
