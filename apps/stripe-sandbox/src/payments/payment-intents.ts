import type { Call } from '../call/call.js';
import { captureCharge, releaseCharge } from '../charges/charges.js';
import { checkAmount } from '../charges/currencies.js';
import { cardError, invalidRequest, noSuch } from '../call/errors.js';
import { recordEvent } from '../webhooks/events.js';
import { LIST_PARAMS, list } from '../call/lists.js';
import { attemptPayment, paymentSucceeded } from './payment-attempt.js';
import {
  cannotCancel,
  cannotConfirm,
  capturesTooMuch,
  lacksPaymentMethod,
  unexpectedState,
} from './payment-intent.refusals.js';
import { forCaller, type BrowserView } from './payment-intent.view.js';
import { CAPTURE, CONFIRM, CREATE, UPDATE, description, newPaymentIntent } from './payment-intent.params.js';
import { givenPaymentMethod } from '../cards/payment-methods.js';
import type { Charge } from '../objects/charge.js';
import type { List } from '../objects/list.js';
import type { PaymentIntent, PaymentIntentStatus } from '../objects/payment-intent.js';

const CANCEL = new Set(['cancellation_reason']);
const RETRIEVE = new Set(['client_secret']);
const FILTERS = new Set([...LIST_PARAMS, 'customer']);
const CANCELLATION_REASONS = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const;

const UNPAID: readonly PaymentIntentStatus[] = ['requires_payment_method', 'requires_confirmation', 'requires_action'];
const CANCELABLE: readonly PaymentIntentStatus[] = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
];

/**
 * POST /v1/payment_intents, and its confirmation when `confirm` is given.
 * @throws StripeError 400 for a parameter that is unknown or wrong, 402 when the card is declined
 */
export function createPaymentIntent(call: Call): PaymentIntent {
  const { params, store } = call;
  params.only(CREATE);
  const intent = newPaymentIntent(call);
  const method = givenPaymentMethod(call);
  const confirms = params.boolean('confirm');
  const created = store.paymentIntents.put(
    method === null ? intent : { ...intent, payment_method: method.id, status: 'requires_confirmation' },
  );
  recordEvent(call, 'payment_intent.created', created);
  return confirms ? confirm(call, created) : created;
}

/**
 * GET /v1/payment_intents/:id; a browser sees less of it.
 * @throws StripeError 404
 */
export function retrievePaymentIntent(call: Call, id: string): PaymentIntent | BrowserView {
  const intent = find(call, id);
  call.params.only(RETRIEVE);
  return forCaller(call, intent);
}

/**
 * GET /v1/payment_intents, the newest first.
 * @throws StripeError 400 for a parameter that is unknown or wrong
 */
export function listPaymentIntents(call: Call): List<PaymentIntent> {
  const { params, store } = call;
  params.only(FILTERS);
  const customer = params.text('customer');
  const matches = (intent: PaymentIntent) => customer === null || intent.customer === customer;
  return list(call, store.paymentIntents, '/v1/payment_intents', matches);
}

/** What describes the payment may always change; what is paid, and how, only until it has been. */
export function updatePaymentIntent(call: Call, id: string): PaymentIntent {
  const { params, store } = call;
  const intent = find(call, id);
  params.only(UPDATE);
  const amount = params.positiveInteger('amount') ?? intent.amount;
  const currency = checkAmount(amount, params.text('currency') ?? intent.currency);
  const changed = ['amount', 'currency', 'payment_method', 'capture_method'].find((name) => params.has(name));
  if (changed !== undefined && !UNPAID.includes(intent.status)) {
    throw unexpectedState(call, intent, changed, 'updated', UNPAID);
  }
  const customer = params.has('customer') ? params.text('customer') : intent.customer;
  const described = { ...intent, ...description(call, intent), amount, currency, customer };
  const method = givenPaymentMethod(call);
  return store.paymentIntents.put(
    method === null ? described : { ...described, payment_method: method.id, status: 'requires_confirmation' },
  );
}

/**
 * POST /v1/payment_intents/:id/confirm.
 * @throws StripeError 404, 400 when its state forbids it, 402 when the card is declined
 */
export function confirmPaymentIntent(call: Call, id: string): PaymentIntent | BrowserView {
  const intent = find(call, id);
  // A browser may choose how to pay, not what is paid for; and Stripe.js sends much about itself that is not ours to judge.
  if (call.fromBrowser) return forCaller(call, confirm(call, intent));
  call.params.only(CONFIRM);
  return confirm(call, { ...intent, ...description(call, intent) });
}

/** Takes the held amount, or less; the rest of the hold is let go. */
export function capturePaymentIntent(call: Call, id: string): PaymentIntent {
  const { params } = call;
  const intent = find(call, id);
  params.only(CAPTURE);
  const amount = params.positiveInteger('amount_to_capture') ?? intent.amount_capturable;
  if (intent.status !== 'requires_capture') {
    throw unexpectedState(call, intent, 'payment_intent', 'captured', ['requires_capture']);
  }
  if (amount > intent.amount_capturable) throw capturesTooMuch(call, intent);
  const captured = captureCharge(call, latestCharge(call, intent), amount);
  const described = { ...intent, metadata: params.metadata(intent.metadata) };
  return paymentSucceeded(call, described, captured);
}

/**
 * POST /v1/payment_intents/:id/cancel: what is held is let go.
 * @throws StripeError 404, 400 when its state forbids it
 */
export function cancelPaymentIntent(call: Call, id: string): PaymentIntent {
  const { params, store } = call;
  const intent = find(call, id);
  params.only(CANCEL);
  const reason = params.oneOf('cancellation_reason', CANCELLATION_REASONS);
  if (!CANCELABLE.includes(intent.status)) throw cannotCancel(call, intent, CANCELABLE);
  if (intent.status === 'requires_capture') releaseCharge(call, latestCharge(call, intent));
  const canceled = store.paymentIntents.put({
    ...intent,
    amount_capturable: 0,
    canceled_at: call.now,
    cancellation_reason: reason,
    next_action: null,
    status: 'canceled',
  });
  recordEvent(call, 'payment_intent.canceled', canceled);
  return canceled;
}

function confirm(call: Call, intent: PaymentIntent): PaymentIntent {
  const { params, store } = call;
  if (!UNPAID.includes(intent.status)) throw cannotConfirm(call, intent);
  const method = givenPaymentMethod(call) ?? store.paymentMethods.get(intent.payment_method ?? '');
  if (method === undefined) throw lacksPaymentMethod(call, intent);
  const paid = attemptPayment(call, {
    intent,
    method,
    returnUrl: params.url('return_url'),
    canAuthenticate: !params.boolean('off_session') && !params.boolean('error_on_requires_action'),
  });
  if (paid.last_payment_error !== null) throw cardError(paid.last_payment_error, forCaller(call, paid));
  return paid;
}

function find(call: Call, id: string): PaymentIntent {
  const intent = call.store.paymentIntents.get(id);
  if (intent === undefined) throw noSuch('payment_intent', id, 'intent');
  if (call.fromBrowser || call.params.has('client_secret')) checkClientSecret(call, intent);
  return intent;
}

function checkClientSecret({ params }: Call, intent: PaymentIntent): void {
  if (params.requiredText('client_secret') === intent.client_secret) return;
  const message = 'The client_secret provided does not match the client_secret associated with the PaymentIntent.';
  throw invalidRequest(message, 'client_secret', 'payment_intent_invalid_parameter');
}

function latestCharge(call: Call, intent: PaymentIntent): Charge {
  const charge = call.store.charges.get(intent.latest_charge ?? '');
  if (charge === undefined) throw new Error(`${intent.id} is ${intent.status} and has no charge`);
  return charge;
}
