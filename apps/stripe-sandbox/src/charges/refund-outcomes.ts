import { bookRefundFailure } from './balance-transactions.js';
import type { Call } from '../call/call.js';
import { recordEvent } from '../webhooks/events.js';
import type { Charge } from '../objects/charge.js';
import type { Refund } from '../objects/refund.js';
import { testCardOf } from '../cards/payment-methods.js';
import type { RefundOutcome } from '../store/store.js';

/** How long a bank takes. At Stripe it is minutes with test cards, and up to 30 days with real ones. */
const BANK_TAKES_SECONDS = 60;

/** The refund as it begins with the card that was charged, and what its bank will say of it later, if anything. */
export function expectOutcome(call: Call, charge: Charge, refund: Refund): Refund {
  const method = call.store.paymentMethods.get(charge.payment_method);
  const outcome = method === undefined ? undefined : testCardOf(method).refundOutcome;
  if (outcome === undefined) return refund;
  call.store.refundOutcomes.put({ id: refund.id, outcome, dueAt: call.now + BANK_TAKES_SECONDS });
  return outcome === 'succeeds' ? { ...refund, status: 'pending' } : refund;
}

/** Brings about what banks have to say of the refunds that `isDue` picks. */
export function settleRefunds(call: Call, isDue: (outcome: RefundOutcome) => boolean): Refund[] {
  return [...call.store.refundOutcomes.all()].filter(isDue).map((due) => settle(call, due));
}

function settle(call: Call, { id, outcome }: RefundOutcome): Refund {
  const { store } = call;
  store.refundOutcomes.drop(id);
  const refund = store.refunds.get(id);
  if (refund === undefined) throw new Error(`there is no refund ${id}`);
  const settled = store.refunds.put(outcome === 'fails' ? failed(call, refund) : { ...refund, status: 'succeeded' });
  recordEvent(call, 'refund.updated', settled);
  recordEvent(call, 'charge.refund.updated', settled);
  if (outcome === 'fails') recordEvent(call, 'refund.failed', settled);
  return settled;
}

/** The money is back on the balance, and counts as not refunded (https://docs.stripe.com/refunds#failed-refunds). */
function failed(call: Call, refund: Refund): Refund {
  const charge = call.store.charges.get(refund.charge);
  if (charge === undefined) throw new Error(`there is no charge ${refund.charge}`);
  const returned: Refund = {
    ...refund,
    failure_balance_transaction: bookRefundFailure(call, refund).id,
    failure_reason: charge.disputed ? 'charge_for_pending_refund_disputed' : 'expired_or_canceled_card',
    status: 'failed',
  };
  call.store.charges.put({
    ...charge,
    amount_refunded: charge.amount_refunded - refund.amount,
    refunded: false,
    refunds: { ...charge.refunds, data: charge.refunds.data.map((one) => (one.id === refund.id ? returned : one)) },
  });
  return returned;
}
