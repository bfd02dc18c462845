import { bookDispute } from './balance-transactions.js';
import type { Call } from '../call/call.js';
import { paymentIntentAsked } from './charges.js';
import { noSuch } from '../call/errors.js';
import { recordEvent } from '../webhooks/events.js';
import { newId } from '../call/ids.js';
import { LIST_PARAMS, list } from '../call/lists.js';
import type { Charge } from '../objects/charge.js';
import type { Dispute } from '../objects/dispute.js';
import type { List } from '../objects/list.js';

const FILTERS = new Set([...LIST_PARAMS, 'charge', 'payment_intent']);
const DAYS_TO_ANSWER = 9;
/** Visa's reason codes (https://docs.stripe.com/disputes/categories). */
const NETWORK_REASONS: Readonly<Record<string, string>> = { fraudulent: '10.4', product_not_received: '13.1' };

/** Opens a dispute: the amount and the fee leave the balance at once. */
export function openDispute(call: Call, charge: Charge, reason: string, amount = charge.amount_captured): Dispute {
  const { store } = call;
  const money = { id: newId('du'), amount, charge: charge.id, currency: charge.currency };
  store.charges.put({ ...charge, disputed: true });
  const dispute = store.disputes.put({
    ...money,
    object: 'dispute',
    balance_transactions: [bookDispute(call, money)],
    created: call.now,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: call.now + DAYS_TO_ANSWER * 24 * 60 * 60,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: {
        brand: 'visa',
        case_type: 'chargeback',
        network: 'visa',
        network_reason_code: NETWORK_REASONS[reason] ?? '10.4',
      },
      type: 'card',
    },
    reason,
    status: 'needs_response',
  });
  recordEvent(call, 'charge.dispute.created', dispute);
  return dispute;
}

/**
 * GET /v1/disputes/:id.
 * @throws StripeError 404
 */
export function retrieveDispute(call: Call, id: string): Dispute {
  const dispute = call.store.disputes.get(id);
  if (dispute === undefined) throw noSuch('dispute', id, 'id');
  return dispute;
}

/**
 * GET /v1/disputes, the newest first.
 * @throws StripeError 400 for a parameter that is unknown or wrong
 */
export function listDisputes(call: Call): List<Dispute> {
  const { params, store } = call;
  params.only(FILTERS);
  const charge = params.text('charge');
  return list(
    call,
    store.disputes,
    '/v1/disputes',
    (dispute) => charge === null || dispute.charge === charge,
    paymentIntentAsked(call, charge),
  );
}

const NO_EVIDENCE = {
  ...Object.fromEntries(
    (
      'access_activity_log billing_address cancellation_policy cancellation_policy_disclosure cancellation_rebuttal ' +
      'customer_communication customer_email_address customer_name customer_purchase_ip customer_signature ' +
      'duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id product_description receipt ' +
      'refund_policy refund_policy_disclosure refund_refusal_explanation service_date service_documentation ' +
      'shipping_address shipping_carrier shipping_date shipping_documentation shipping_tracking_number ' +
      'uncategorized_file uncategorized_text'
    )
      .split(' ')
      .map((name) => [name, null]),
  ),
  enhanced_evidence: {},
};
