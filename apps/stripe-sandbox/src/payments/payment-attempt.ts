import type { Call } from '../call/call.js';
import { chargeApproved, chargeDeclined } from '../charges/charges.js';
import { openDispute } from '../charges/disputes.js';
import { docUrl } from '../call/errors.js';
import { recordEvent } from '../webhooks/events.js';
import { testCardOf } from '../cards/payment-methods.js';
import type { Charge } from '../objects/charge.js';
import type { PaymentError, PaymentIntent } from '../objects/payment-intent.js';
import type { PaymentMethod } from '../objects/payment-method.js';
import type { Decline, TestCard } from '../cards/test-cards.js';

interface Attempt {
  readonly intent: PaymentIntent;
  readonly method: PaymentMethod;
  /** Where the bank's page sends the guest afterwards. */
  readonly returnUrl: string | null;
  /** Whether there is a guest at hand who could show that the card is theirs. */
  readonly canAuthenticate: boolean;
}

/** Tries to pay with a card. A refusal is in `last_payment_error` of what comes back. */
export function attemptPayment(call: Call, attempt: Attempt): PaymentIntent {
  const card = testCardOf(attempt.method);
  if (!card.authenticates) return settle(call, attempt.intent, attempt.method, card, false);
  if (attempt.canAuthenticate) return askForAuthentication(call, attempt);
  return decline(call, attempt.intent, attempt.method, AUTHENTICATION_NEEDED);
}

/** The guest has shown at the bank's page that the card is theirs: the attempt goes on. */
export function authenticationSucceeded(call: Call, intent: PaymentIntent, method: PaymentMethod): PaymentIntent {
  return settle(call, intent, method, testCardOf(method), true);
}

/** The guest could not show it: no charge was tried, and another card is needed. */
export function authenticationFailed(call: Call, intent: PaymentIntent, method: PaymentMethod): PaymentIntent {
  const code = 'payment_intent_authentication_failure';
  return failed(call, intent, {
    type: 'invalid_request_error',
    code,
    doc_url: docUrl(code),
    message:
      'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
    payment_method: method,
  });
}

/** A payment has its money: told when the card was charged at once, and when a held amount was captured. */
export function paymentSucceeded(call: Call, intent: PaymentIntent, charge: Charge): PaymentIntent {
  const succeeded = call.store.paymentIntents.put({
    ...intent,
    amount_capturable: 0,
    amount_received: charge.amount_captured,
    latest_charge: charge.id,
    next_action: null,
    status: 'succeeded',
  });
  recordEvent(call, 'payment_intent.succeeded', succeeded);
  disputeIfMeant(call, charge);
  return succeeded;
}

const AUTHENTICATION_NEEDED: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

function askForAuthentication(call: Call, { intent, method, returnUrl }: Attempt): PaymentIntent {
  const waiting = call.store.paymentIntents.put({
    ...intent,
    last_payment_error: null,
    next_action: {
      type: 'redirect_to_url',
      redirect_to_url: { url: `${call.url}/sandbox/3ds/${intent.id}`, return_url: returnUrl },
    },
    payment_method: method.id,
    status: 'requires_action',
  });
  recordEvent(call, 'payment_intent.requires_action', waiting);
  return waiting;
}

function settle(call: Call, intent: PaymentIntent, method: PaymentMethod, card: TestCard, authenticated: boolean) {
  if (card.decline !== undefined) return decline(call, intent, method, card.decline);
  const charge = chargeApproved(call, intent, method, authenticated);
  const paid = { ...intent, last_payment_error: null, payment_method: method.id };
  return intent.capture_method === 'manual' ? hold(call, paid, charge) : paymentSucceeded(call, paid, charge);
}

function hold(call: Call, intent: PaymentIntent, charge: Charge): PaymentIntent {
  const held = call.store.paymentIntents.put({
    ...intent,
    amount_capturable: intent.amount,
    latest_charge: charge.id,
    next_action: null,
    status: 'requires_capture',
  });
  recordEvent(call, 'payment_intent.amount_capturable_updated', held);
  return held;
}

function decline(call: Call, intent: PaymentIntent, method: PaymentMethod, reason: Decline): PaymentIntent {
  const charge = chargeDeclined(call, intent, method, reason);
  const error: PaymentError = {
    type: 'card_error',
    charge: charge.id,
    code: reason.code,
    decline_code: reason.declineCode,
    doc_url: docUrl(reason.code),
    message: reason.message,
    ...(reason.networkDeclineCode === undefined ? {} : { network_decline_code: reason.networkDeclineCode }),
    payment_method: method,
  };
  return failed(call, { ...intent, latest_charge: charge.id }, error);
}

function failed(call: Call, intent: PaymentIntent, error: PaymentError): PaymentIntent {
  const unpaid = call.store.paymentIntents.put({
    ...intent,
    last_payment_error: error,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  });
  recordEvent(call, 'payment_intent.payment_failed', unpaid);
  return unpaid;
}

function disputeIfMeant(call: Call, charge: Charge): void {
  const method = call.store.paymentMethods.get(charge.payment_method);
  const reason = method === undefined ? undefined : testCardOf(method).disputeReason;
  if (reason !== undefined) openDispute(call, charge, reason);
}
