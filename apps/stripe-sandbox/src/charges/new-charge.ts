import type { Call } from '../call/call.js';
import { newId } from '../call/ids.js';
import type { Charge } from '../objects/charge.js';
import type { JsonObject } from '../objects/json.js';
import type { PaymentIntent } from '../objects/payment-intent.js';
import type { PaymentMethod } from '../objects/payment-method.js';

const AUTHORISATION_LASTS_SECONDS = 7 * 24 * 60 * 60;

const THREE_D_SECURE = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: 'ed9b5b0c-5d6a-4b0e-8d6e-0c6b5c6c7d8e',
  version: '2.2.0',
};

/** What the bank said of a charge. */
export function outcome(
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

/** A charge of which the bank has not decided yet. */
export function newCharge(call: Call, intent: PaymentIntent, method: PaymentMethod, authenticated: boolean): Undecided {
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
