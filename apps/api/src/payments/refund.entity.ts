import { defineEntity, p } from '@mikro-orm/core';
import { newId } from '#clock';
import type { RefundStatus } from '#contracts/payments.dto.js';
import type { Json } from '#database';
import { totalOfShares, type Shares } from './ledger/shares.js';
import type { SeenRefund } from './stripe/stripe-api.js';

/** Why money goes back. */
export type RefundPurpose = 'cancellation' | 'late_payment';

/** What has newly become of a refund: the money went, or it failed before, or it came back after it had gone. */
export type RefundNews = 'went' | 'never_went' | 'came_back';

/** What is to go back: whose share it comes from, and the lines that explain it. */
export interface WantedRefund {
  bookingId: string;
  purpose: RefundPurpose;
  shares: Shares;
  lines: Json;
}

const RefundSchema = defineEntity({
  name: 'Refund',
  tableName: 'refunds',
  properties: {
    id: p.uuid().primary(),
    paymentId: p.uuid(),
    purpose: p.string().$type<RefundPurpose>(),
    status: p.string().$type<RefundStatus>(),
    amount: p.bigint('number'),
    currency: p.string(),
    hostShare: p.bigint('number'),
    platformShare: p.bigint('number'),
    taxShare: p.bigint('number'),
    lines: p.json<Json>(),
    stripeRefundId: p.string().strictNullable(),
    lastError: p.string().strictNullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

/** Money on its way back to the guest. */
export class Refund extends RefundSchema.class {
  static intend(
    payment: { id: string; currency: string },
    { purpose, shares, lines }: Pick<WantedRefund, 'purpose' | 'shares' | 'lines'>,
    now: Date,
  ): Refund {
    return Object.assign(new Refund(), {
      id: newId(),
      paymentId: payment.id,
      purpose,
      status: 'intended',
      amount: totalOfShares(shares),
      currency: payment.currency,
      hostShare: shares.host,
      platformShare: shares.platform,
      taxShare: shares.tax,
      lines,
      stripeRefundId: null,
      lastError: null,
      createdAt: now,
      updatedAt: now,
    } satisfies Partial<Refund>);
  }

  /** Whose share goes back. */
  get shares(): Shares {
    return { host: this.hostShare, platform: this.platformShare, tax: this.taxShare };
  }

  /**
   * Takes over what Stripe says. A bank may send money back days after Stripe has called the refund succeeded, so failure
   * comes after both; what was read earlier and arrives later changes nothing.
   * @see https://docs.stripe.com/refunds#failed-refunds
   */
  see(refund: Omit<SeenRefund, 'refundId' | 'disputed'>, now: Date): RefundNews | undefined {
    const before = this.status;
    if (before === 'failed' || (before === 'succeeded' && refund.status !== 'failed')) return undefined;
    this.stripeRefundId = refund.id ?? this.stripeRefundId;
    this.status = refund.status;
    this.lastError = refund.failureReason;
    this.updatedAt = now;
    if (refund.status === 'intended') return undefined;
    if (refund.status === 'succeeded') return 'went';
    return before === 'succeeded' ? 'came_back' : 'never_went';
  }
}

RefundSchema.setClass(Refund);
