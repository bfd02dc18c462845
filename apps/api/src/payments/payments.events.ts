import { Injectable } from '@nestjs/common';
import { Clock } from '#clock';
import { Database } from '#database';
import { Sweep } from '#jobs';
import { takeDuePayments } from './payments.queries.js';
import { PaymentSettling } from './settling/settling.service.js';

export const SETTLE_SWEEP = 'payments.settle';
const BATCH = 8;
/** Longer than the calls of one payment may take, with their retries. */
const LEASE_MS = 180_000;

/** What payments do when a deadline passes. */
@Injectable()
export class PaymentDeadlines {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly settling: PaymentSettling,
  ) {}

  /** Goes on with payments where a crash, or Stripe's silence, has left them. */
  @Sweep({ name: SETTLE_SWEEP })
  async settleDue(): Promise<number> {
    const now = this.clock.now();
    const due = await takeDuePayments(this.database, now, new Date(now.getTime() + LEASE_MS), BATCH);
    const settled = await Promise.allSettled(due.map((paymentId) => this.settling.settle(paymentId)));
    const broken = settled.find((result) => result.status === 'rejected');
    if (broken) throw broken.reason;
    return due.length;
  }
}
