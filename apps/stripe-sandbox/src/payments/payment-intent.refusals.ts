import type { Call } from '../call/call.js';
import { refused, type StripeError } from '../call/errors.js';
import { forCaller } from './payment-intent.view.js';
import type { PaymentIntent, PaymentIntentStatus } from '../objects/payment-intent.js';

/** 400: it is canceled, or has succeeded already. */
export function cannotConfirm(call: Call, intent: PaymentIntent): StripeError {
  const why =
    intent.status === 'canceled'
      ? 'it has a status of canceled'
      : 'it has already succeeded after being previously confirmed';
  const message = `You cannot confirm this PaymentIntent because ${why}.`;
  return stateRefused(call, intent, message);
}

/** 400: there is nothing to be confirmed with. */
export function lacksPaymentMethod(call: Call, intent: PaymentIntent): StripeError {
  const message =
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the " +
    'PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment ' +
    'method or ConfirmationToken.';
  return stateRefused(call, intent, message);
}

/** 400: its `what` cannot be `done` (such as "captured") in this state, only in those that are `allowed`. */
export function unexpectedState(
  call: Call,
  intent: PaymentIntent,
  what: string,
  done: string,
  allowed: readonly PaymentIntentStatus[],
): StripeError {
  const message =
    `This PaymentIntent's ${what} could not be ${done} because it has a status of ${intent.status}. ` +
    `Only a PaymentIntent with one of the following statuses may be ${done}: ${allowed.join(', ')}.`;
  return stateRefused(call, intent, message);
}

/** 400: it can be canceled only in the states that are `allowed`. */
export function cannotCancel(call: Call, intent: PaymentIntent, allowed: readonly PaymentIntentStatus[]): StripeError {
  const message =
    `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. ` +
    `Only a PaymentIntent with one of the following statuses may be canceled: ${allowed.join(', ')}.`;
  return stateRefused(call, intent, message);
}

/** 400: more is to be captured than is held. */
export function capturesTooMuch(call: Call, intent: PaymentIntent): StripeError {
  const message = 'The requested capture amount is greater than the amount you can capture for this charge.';
  return refused(message, {
    code: 'amount_too_large',
    param: 'amount_to_capture',
    payment_intent: forCaller(call, intent),
  });
}

function stateRefused(call: Call, intent: PaymentIntent, message: string): StripeError {
  return refused(message, { code: 'payment_intent_unexpected_state', payment_intent: forCaller(call, intent) });
}
