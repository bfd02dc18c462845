import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import type { PaymentDto, PaymentsConfigDto, PaymentStatus } from '#contracts/payments.dto.js';
import { Database, onCommit } from '#database';
import { JobRunner } from '#jobs';
import { chargeableUp, money, whyUnchargeable } from '#money';
import { Payment, type IntendedPayment } from './payment.entity.js';
import { PaymentImpossible, PaymentsUnavailable } from './payments.errors.js';
import { SETTLE_SWEEP } from './payments.events.js';
import { paymentsOfBookings, refundsWanted, type PaymentView } from './payments.queries.js';
import { Refund, type WantedRefund } from './refund.entity.js';
import { PaymentSettling } from './settling/settling.service.js';
import type { Wanted } from './settlement.js';
import { sharesOf, totalOfShares } from './ledger/shares.js';

export { PaymentImpossible, PaymentsUnavailable };
export type { Shares } from './ledger/shares.js';

/** Who sees to a wish: the request that has it, once it has committed, or the sweep. */
export type SettledBy = 'caller' | 'sweep';

/** How long the sweep leaves a wish to the request that has it. */
const LEFT_TO_CALLER_MS = 30_000;

const RETRY_AFTER_SECONDS = 5;

/** A payment's state, for whoever decides by it. */
export interface PaymentState {
  status: PaymentStatus;
  /** minor units that have come in */
  capturedAmount: number;
  /** minor units that were decided to go back, whatever has come of it */
  refundWanted: number;
  /** whether what is held of it is being let go */
  isLetGo: boolean;
}

/**
 * What others want of payments. A wish is written into the caller's transaction, after its booking is locked; what it
 * takes at Stripe is done by `settle` after the commit, or by the sweep when that never came.
 */
@Injectable()
export class PaymentsService {
  constructor(
    @Inject(CONFIG) private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly jobs: JobRunner,
    private readonly settling: PaymentSettling,
  ) {}

  /** Intends the payment of a booking, to be established by the caller; its id. @throws PaymentImpossible */
  intend(tx: EntityManager, payment: IntendedPayment): string {
    const why = whyUnchargeable(money(payment.amount, payment.currency));
    if (why) throw new PaymentImpossible('No card can be charged this amount.', { data: { ...why } });
    const intended = Payment.intend(payment, this.clock.now(), this.#retryAt(tx, 'caller'));
    tx.persist(intended);
    return intended.id;
  }

  /**
   * Makes the payment known to Stripe, so that the guest can pay. PaymentsUnavailable when Stripe does not answer – it
   * is then made known later –, PaymentImpossible when Stripe will not take it.
   */
  async establish(paymentId: string): Promise<void> {
    const settled = await this.settling.settle(paymentId);
    if (settled === 'later') {
      throw new PaymentsUnavailable('The nights are held for you. Ask again in a moment.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    if (settled === 'impossible') throw new PaymentImpossible('The card network takes no such amount.');
  }

  /** Wants the held money to be taken. */
  async wantCapture(tx: EntityManager, bookingId: string, settledBy: SettledBy): Promise<void> {
    await this.#want(tx, bookingId, 'capture', settledBy);
  }

  /** Wants the payment after all, though it was to be withdrawn. */
  async wantPayment(tx: EntityManager, bookingId: string): Promise<void> {
    await this.#want(tx, bookingId, 'payment', 'sweep');
  }

  /** Wants nothing to be paid any more. What is held or has been paid by then is told of, and stays as it is. */
  async wantWithdrawal(tx: EntityManager, bookingId: string, settledBy: SettledBy): Promise<void> {
    await this.#want(tx, bookingId, 'withdraw', settledBy);
  }

  /** Wants held money to be let go, and nothing to be paid any more. What has been paid all the same is told of. */
  async wantCancel(tx: EntityManager, bookingId: string, settledBy: SettledBy): Promise<void> {
    await this.#want(tx, bookingId, 'cancel', settledBy);
  }

  /** Wants money to go back, once for each purpose. What cards cannot take to the last digit is rounded up, at our cost. */
  async wantRefund(tx: EntityManager, wanted: WantedRefund, settledBy: SettledBy): Promise<void> {
    const payment = await this.#lock(tx, wanted.bookingId);
    const total = totalOfShares(wanted.shares);
    const rounding = chargeableUp(money(total, payment.currency)) - total;
    const shares = { ...wanted.shares, platform: wanted.shares.platform + rounding };
    tx.persist(Refund.intend(payment, { ...wanted, shares }, this.clock.now()));
    payment.look(this.clock.now(), this.#retryAt(tx, settledBy));
  }

  /** Wants all that has come in to go back. */
  async wantFullRefund(tx: EntityManager, wanted: Omit<WantedRefund, 'shares'>, settledBy: SettledBy): Promise<void> {
    const payment = await this.#lock(tx, wanted.bookingId);
    const left = payment.capturedAmount - (await refundsWanted(tx, payment.id));
    const shares = sharesOf(left, payment.shares, payment.currency);
    if (left > 0) await this.wantRefund(tx, { ...wanted, shares }, settledBy);
  }

  /** Does now what is wanted at Stripe of a booking's payment; when Stripe fails, the sweep does it later. */
  async settle(bookingId: string): Promise<void> {
    const payment = (await paymentsOfBookings(this.database, [bookingId]))[0];
    if (payment) await this.settling.settle(payment.id);
  }

  /** The state of a booking's payment, which stays as it is until the transaction ends. */
  async stateOf(tx: EntityManager, bookingId: string): Promise<PaymentState> {
    const { id, status, capturedAmount, wanted } = await this.#lock(tx, bookingId);
    return { status, capturedAmount, refundWanted: await refundsWanted(tx, id), isLetGo: wanted === 'cancel' };
  }

  /** The payments of these bookings, by booking; with their client secrets: the caller decides who may see them. */
  async byBookings(bookingIds: readonly string[]): Promise<Map<string, PaymentDto>> {
    const payments = await paymentsOfBookings(this.database, bookingIds);
    return new Map(payments.map((payment) => [payment.bookingId, toDto(payment)]));
  }

  /** What a client needs in order to confirm payments. */
  clientConfig(): PaymentsConfigDto {
    const { publishableKey, clientApiBase, mode } = this.config.stripe;
    return { provider: 'stripe', publishableKey, apiBase: clientApiBase, mode };
  }

  async #want(tx: EntityManager, bookingId: string, wanted: Wanted, settledBy: SettledBy): Promise<void> {
    const payment = await this.#lock(tx, bookingId);
    payment.want(wanted, this.clock.now(), this.#retryAt(tx, settledBy));
  }

  async #lock(tx: EntityManager, bookingId: string): Promise<Payment> {
    return tx.findOneOrFail(Payment, { bookingId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  }

  #retryAt(tx: EntityManager, settledBy: SettledBy): Date {
    const now = this.clock.now();
    if (settledBy === 'caller') return new Date(now.getTime() + LEFT_TO_CALLER_MS);
    onCommit(tx, () => this.jobs.nudge(SETTLE_SWEEP));
    return now;
  }
}

function toDto({ id, status, amount, currency, ...payment }: PaymentView): PaymentDto {
  const payable = status === 'requires_payment';
  return {
    id,
    status,
    amount: { amount, currency },
    captured: { amount: payment.capturedAmount, currency },
    refunded: { amount: payment.refundedAmount, currency },
    paymentIntentId: payment.paymentIntentId,
    clientSecret: payable ? payment.clientSecret : null,
    failureCode: payment.failureCode,
    refunds: payment.refunds.map((refund) => ({ ...refund, amount: { amount: refund.amount, currency } })),
  };
}
