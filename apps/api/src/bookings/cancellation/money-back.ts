import type { MoneyOfCancelled } from '#contracts/events.js';
import type { PaymentState } from '../../payments/payments.service.js';

/** What becomes of the guest's money when a booking is cancelled; `refundAmount` in minor units. */
export interface MoneyBack {
  readonly money: MoneyOfCancelled;
  readonly refundAmount: number;
}

/**
 * What a cancellation does with the guest's money: of a booking that was confirmed, what its terms say; of another, all
 * that has come in goes back, and what is held is let go.
 * @param refund what the terms give back, in minor units
 */
export function moneyBack(
  { confirmedAt }: { confirmedAt: Date | null },
  { status, capturedAmount, refundWanted }: Pick<PaymentState, 'status' | 'capturedAmount' | 'refundWanted'>,
  refund: number,
): MoneyBack {
  if (confirmedAt !== null) return { money: refund > 0 ? 'refunded' : 'kept', refundAmount: refund };
  const left = capturedAmount - refundWanted;
  if (left > 0) return { money: 'refunded', refundAmount: left };
  return { money: status === 'authorised' ? 'released' : 'nothing_paid', refundAmount: 0 };
}
