import { defineEntity, p } from '@mikro-orm/core';
import { newId } from '#clock';
import type { PaymentStatus } from '#contracts/payments.dto.js';
import { laterStatus, type SeenIntent, type Wanted } from './settlement.js';
import { sharesOf, type Shares } from './ledger/shares.js';

/** When the money is taken: as soon as it is paid, or when we say so, until when it is only held. */
export type CaptureMethod = 'automatic' | 'manual';

/** What a payment is to be: amounts in minor units. */
export interface IntendedPayment {
  bookingId: string;
  amount: number;
  currency: string;
  captureMethod: CaptureMethod;
  /** whose the amount is */
  shares: Shares;
}

const PaymentSchema = defineEntity({
  name: 'Payment',
  tableName: 'payments',
  properties: {
    id: p.uuid().primary(),
    bookingId: p.uuid(),
    status: p.string().$type<PaymentStatus>(),
    wanted: p.string().$type<Wanted>(),
    captureMethod: p.string().$type<CaptureMethod>(),
    amount: p.bigint('number'),
    currency: p.string(),
    hostShare: p.bigint('number'),
    platformShare: p.bigint('number'),
    taxShare: p.bigint('number'),
    capturedAmount: p.bigint('number'),
    refundedAmount: p.bigint('number'),
    stripePaymentIntentId: p.string().strictNullable(),
    clientSecret: p.string().strictNullable(),
    failure: p.string().strictNullable(),
    failureCode: p.string().strictNullable(),
    attempts: p.integer(),
    refusals: p.integer(),
    lastError: p.string().strictNullable(),
    retryAt: p.datetime().strictNullable(),
    version: p.integer().version(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

/** One PaymentIntent of Stripe, what we want of it, and what became of it. */
export class Payment extends PaymentSchema.class {
  /** A payment that is yet to be made known to Stripe; the sweep does so from `retryAt` on, if nobody has before. */
  static intend(payment: IntendedPayment, now: Date, retryAt: Date): Payment {
    return Object.assign(new Payment(), {
      id: newId(),
      bookingId: payment.bookingId,
      status: 'intended',
      wanted: 'payment',
      captureMethod: payment.captureMethod,
      amount: payment.amount,
      currency: payment.currency,
      hostShare: payment.shares.host,
      platformShare: payment.shares.platform,
      taxShare: payment.shares.tax,
      capturedAmount: 0,
      refundedAmount: 0,
      stripePaymentIntentId: null,
      clientSecret: null,
      failure: null,
      failureCode: null,
      attempts: 0,
      refusals: 0,
      lastError: null,
      retryAt,
      createdAt: now,
      updatedAt: now,
    } satisfies Partial<Payment>);
  }

  /** Whose the whole amount is. */
  get shares(): Shares {
    return { host: this.hostShare, platform: this.platformShare, tax: this.taxShare };
  }

  /** Whose the money is that has come in. */
  get capturedShares(): Shares {
    return sharesOf(this.capturedAmount, this.shares, this.currency);
  }

  /** Decides what should happen at Stripe; the sweep sees to it from `retryAt` on, if nobody has before. */
  want(wanted: Wanted, now: Date, retryAt: Date): void {
    this.wanted = wanted;
    this.look(now, retryAt);
  }

  /** Has the sweep look at it at `retryAt`; null when nothing is left to do. */
  look(now: Date, retryAt: Date | null): void {
    this.retryAt = retryAt;
    this.updatedAt = now;
  }

  /**
   * Takes over what Stripe says. A payment only moves forward, so that what was read earlier but arrives later changes
   * nothing. Gives the status that it has newly reached, or undefined.
   */
  see(intent: SeenIntent, now: Date): PaymentStatus | undefined {
    const status = laterStatus(this.status, intent.status);
    const reached = status === this.status ? undefined : status;
    this.stripePaymentIntentId = intent.id;
    this.clientSecret = intent.clientSecret ?? this.clientSecret;
    this.status = status;
    if (reached === 'captured') this.capturedAmount = intent.capturedAmount;
    this.updatedAt = now;
    return reached;
  }

  /** Takes over a refused attempt to pay; whether it is one that was not known yet. */
  seeFailure(failure: SeenIntent['failure'], now: Date): boolean {
    if (!failure || failure.key === this.failure) return false;
    this.failure = failure.key;
    this.failureCode = failure.code;
    this.updatedAt = now;
    return true;
  }

  /** All that was wanted has been done; `lookAgainAt` when something may still come of it. */
  settled(now: Date, lookAgainAt: Date | null): void {
    this.attempts = 0;
    this.lastError = null;
    this.look(now, lookAgainAt);
  }

  /** Gives up a payment that Stripe knows nothing of that could be paid. */
  abandon(reason: string, now: Date): void {
    this.status = 'cancelled';
    this.lastError = reason;
    this.look(now, null);
  }

  /**
   * Notes a call to Stripe that failed. `answered`: with an error of Stripe's own, which it would replay for the same
   * key.
   */
  callFailed(reason: string, answered: boolean, now: Date, retryAt: Date): void {
    this.attempts += 1;
    if (answered) this.refusals += 1;
    this.lastError = reason;
    this.look(now, retryAt);
  }
}

PaymentSchema.setClass(Payment);
