import { bookCharge } from './balance-transactions.js';
import type { Call } from './call.js';
import { noSuch } from './errors.js';
import { recordEvent } from './events.js';
import { newId } from './ids.js';
import { LIST_PARAMS, list } from './lists.js';
import type { Charge, JsonObject, List, PaymentIntent, PaymentMethod } from './stripe-objects.js';
import type { Decline } from './test-cards.js';

const FILTERS = new Set([...LIST_PARAMS, 'payment_intent', 'customer']);
const AUTHORISATION_LASTS_SECONDS = 7 * 24 * 60 * 60;

export function retrieveCharge(call: Call, id: string): Charge {
  return call.store.charges.get(id) ?? noCharge(id);
}

export function listCharges(call: Call): List<Charge> {
  const { params, store } = call;
  params.only(FILTERS);
  const paymentIntent = params.text('payment_intent');
  const customer = params.text('customer');
  return list(
    call,
    store.charges,
    '/v1/charges',
    (charge) => customer === null || charge.customer === customer,
    paymentIntent ?? undefined,
  );
}

/** The bank has agreed: the money is taken at once, or held when the payment is captured by hand. */
export function chargeApproved(
  call: Call,
  intent: PaymentIntent,
  method: PaymentMethod,
  authenticated: boolean,
): Charge {
  const held = call.store.charges.put({
    ...newCharge(call, intent, method, authenticated),
    outcome: outcome('approved_by_network', 'authorized', null, 'Payment complete.'),
    paid: true,
    status: 'succeeded',
  });
  const charge = intent.capture_method === 'manual' ? held : take(call, held, held.amount);
  recordEvent(call, 'charge.succeeded', charge);
  return charge;
}

/** The bank has refused: the attempt is kept as a failed charge. */
export function chargeDeclined(call: Call, intent: PaymentIntent, method: PaymentMethod, decline: Decline): Charge {
  const charge = call.store.charges.put({
    ...newCharge(call, intent, method, false),
    failure_code: decline.code,
    failure_message: decline.message,
    outcome: outcome(
      'declined_by_network',
      'issuer_declined',
      decline.declineCode,
      'The bank did not return any further details with this decline.',
      decline.networkDeclineCode ?? null,
    ),
    paid: false,
    status: 'failed',
  });
  recordEvent(call, 'charge.failed', charge);
  return charge;
}

/** Takes held money, wholly or in part; what is not taken goes back to the card, and can never be taken again. */
export function captureCharge(call: Call, charge: Charge, amount: number): Charge {
  const captured = take(call, charge, amount);
  recordEvent(call, 'charge.captured', captured);
  return captured;
}

/** Lets held money go. Stripe shows it as a refunded charge of which nothing was captured. */
export function releaseCharge(call: Call, charge: Charge): Charge {
  const released = call.store.charges.put({ ...charge, amount_refunded: charge.amount, refunded: true });
  recordEvent(call, 'charge.refunded', released);
  return released;
}

export function noCharge(id: string, status: 400 | 404 = 404): never {
  throw noSuch('charge', id, status === 404 ? 'id' : 'charge', status);
}

/** The PaymentIntent whose refunds or disputes a list is asked for, by itself or by its charge. */
export function paymentIntentAsked({ params, store }: Call, charge: string | null): string | undefined {
  const asked = params.text('payment_intent');
  return asked ?? (charge === null ? undefined : (store.charges.get(charge)?.payment_intent ?? ''));
}

/** As at Stripe, the part of the authorisation that was not taken counts into `amount_refunded`. */
function take(call: Call, charge: Charge, amount: number): Charge {
  return call.store.charges.put({
    ...charge,
    amount_captured: amount,
    amount_refunded: charge.amount - amount,
    balance_transaction: bookCharge(call, charge, amount).id,
    captured: true,
  });
}

function outcome(
  status: string,
  type: string,
  reason: string | null,
  sellerMessage: string,
  networkDeclineCode: string | null = null,
): JsonObject {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: networkDeclineCode,
    network_status: status,
    reason,
    risk_level: 'normal',
    risk_score: 12,
    seller_message: sellerMessage,
    type,
  };
}

type Undecided = Omit<Charge, 'outcome' | 'paid' | 'status'>;

function newCharge(call: Call, intent: PaymentIntent, method: PaymentMethod, authenticated: boolean): Undecided {
  const id = newId('ch');
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: intent.statement_descriptor ?? 'SANDBOX',
    captured: false,
    created: call.now,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: intent.on_behalf_of,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { type: 'card', card: cardDetails(call, intent, method, authenticated) },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    refunds: { object: 'list', url: `/v1/charges/${id}/refunds`, has_more: false, data: [] },
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
}

function cardDetails(call: Call, intent: PaymentIntent, method: PaymentMethod, authenticated: boolean): JsonObject {
  const { brand, checks, country, exp_month, exp_year, fingerprint, funding, last4, regulated_status } = method.card;
  const byHand = intent.capture_method === 'manual';
  return {
    amount_authorized: intent.amount,
    authorization_code: '123456',
    brand,
    ...(byHand ? { capture_before: call.now + AUTHORISATION_LASTS_SECONDS } : {}),
    checks: checks ?? null,
    country: country ?? null,
    exp_month: exp_month ?? null,
    exp_year: exp_year ?? null,
    extended_authorization: { status: 'disabled' },
    fingerprint,
    funding: funding ?? null,
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: brand,
    network_token: { used: false },
    network_transaction_id: '100000000000000',
    overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
    regulated_status: regulated_status ?? null,
    three_d_secure: authenticated ? THREE_D_SECURE : null,
    transaction_link_id: null,
    wallet: null,
  };
}

const THREE_D_SECURE = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: 'ed9b5b0c-5d6a-4b0e-8d6e-0c6b5c6c7d8e',
  version: '2.2.0',
};
