import { bookRefund } from './balance-transactions.js';
import type { Call } from '../call/call.js';
import { noCharge, paymentIntentAsked } from './charges.js';
import { amountText } from './currencies.js';
import { invalidRequest, noSuch, refused } from '../call/errors.js';
import { recordEvent } from '../webhooks/events.js';
import { newId } from '../call/ids.js';
import { LIST_PARAMS, list } from '../call/lists.js';
import type { Charge } from '../objects/charge.js';
import type { List } from '../objects/list.js';
import type { Refund } from '../objects/refund.js';
import { expectOutcome } from './refund-outcomes.js';

const CREATE = new Set(['amount', 'charge', 'metadata', 'payment_intent', 'reason']);
const UPDATE = new Set(['metadata']);
const FILTERS = new Set([...LIST_PARAMS, 'charge', 'payment_intent']);
const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

/** Gives money back: the amount asked for, or all that is left of the charge. */
export function createRefund(call: Call): Refund {
  const { params, store } = call;
  params.only(CREATE);
  const asked = params.positiveInteger('amount');
  const reason = params.oneOf('reason', REASONS);
  const metadata = params.metadata();
  const charge = chargeToRefund(call);
  const amount = refundable(charge, asked);
  const refund = expectOutcome(call, charge, { ...newRefund(call, charge, amount), reason, metadata });
  const booked = store.refunds.put({ ...refund, balance_transaction: bookRefund(call, refund, charge).id });
  const refunded = charge.amount_refunded + amount;
  const after = store.charges.put({
    ...charge,
    amount_refunded: refunded,
    refunded: refunded === charge.amount,
    refunds: { ...charge.refunds, data: [booked, ...charge.refunds.data] },
  });
  recordEvent(call, 'refund.created', booked);
  recordEvent(call, 'charge.refunded', after);
  return booked;
}

/**
 * GET /v1/refunds/:id.
 * @throws StripeError 404
 */
export function retrieveRefund(call: Call, id: string): Refund {
  const refund = call.store.refunds.get(id);
  if (refund === undefined) throw noSuch('refund', id, 'id');
  return refund;
}

/**
 * POST /v1/refunds/:id: its metadata.
 * @throws StripeError 404, or 400 for another parameter
 */
export function updateRefund(call: Call, id: string): Refund {
  const refund = retrieveRefund(call, id);
  call.params.only(UPDATE);
  const updated = call.store.refunds.put({ ...refund, metadata: call.params.metadata(refund.metadata) });
  recordEvent(call, 'refund.updated', updated);
  return updated;
}

/**
 * GET /v1/refunds, the newest first.
 * @throws StripeError 400 for a parameter that is unknown or wrong
 */
export function listRefunds(call: Call): List<Refund> {
  const { params, store } = call;
  params.only(FILTERS);
  const charge = params.text('charge');
  return list(
    call,
    store.refunds,
    '/v1/refunds',
    (refund) => charge === null || refund.charge === charge,
    paymentIntentAsked(call, charge),
  );
}

function chargeToRefund({ params, store }: Call): Charge {
  const id = params.text('charge');
  const intentId = params.text('payment_intent');
  if (id !== null) return store.charges.get(id) ?? noCharge(id, 400);
  if (intentId === null) {
    throw invalidRequest('One of the following params should be provided for this request: payment_intent or charge.');
  }
  const intent = store.paymentIntents.get(intentId);
  if (intent === undefined) throw noSuch('payment_intent', intentId, 'payment_intent', 400);
  const charge = store.charges.get(intent.latest_charge ?? '');
  if (charge?.status === 'succeeded') return charge;
  throw refused(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
    param: 'payment_intent',
    code: 'payment_intent_unexpected_state',
  });
}

/**
 * How much is given back.
 * @throws StripeError 400 when the charge is disputed, was not captured, or has less left than asked for
 */
function refundable(charge: Charge, asked: number | null): number {
  if (charge.disputed) {
    const message = `Charge ${charge.id} has been charged back; cannot issue a refund.`;
    throw refused(message, { code: 'charge_disputed' });
  }
  const left = charge.amount - charge.amount_refunded;
  if (left === 0) {
    throw refused(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if (!charge.captured) {
    const message = `Charge ${charge.id} has not been captured; cancel its PaymentIntent to release it.`;
    throw refused(message, { code: 'charge_not_refundable' });
  }
  const amount = asked ?? left;
  if (amount <= left) return amount;
  const [wanted, rest] = [amountText(amount, charge.currency), amountText(left, charge.currency)];
  throw refused(`Refund amount (${wanted}) is greater than unrefunded amount on charge (${rest})`, { param: 'amount' });
}

function newRefund(call: Call, charge: Charge, amount: number): Refund {
  return {
    id: newId('re'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: call.now,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
}
