import { bookCharge } from './balance-transactions.js';
import type { Call } from '../call/call.js';
import { noSuch } from '../call/errors.js';
import { recordEvent } from '../webhooks/events.js';
import { LIST_PARAMS, list } from '../call/lists.js';
import { newCharge, outcome } from './new-charge.js';
import type { Charge } from '../objects/charge.js';
import type { List } from '../objects/list.js';
import type { PaymentIntent } from '../objects/payment-intent.js';
import type { PaymentMethod } from '../objects/payment-method.js';
import type { Decline } from '../cards/test-cards.js';

const FILTERS = new Set([...LIST_PARAMS, 'payment_intent', 'customer']);

/**
 * GET /v1/charges/:id.
 * @throws StripeError 404
 */
export function retrieveCharge(call: Call, id: string): Charge {
  return call.store.charges.get(id) ?? noCharge(id);
}

/**
 * GET /v1/charges, the newest first.
 * @throws StripeError 400 for a parameter that is unknown or wrong
 */
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

/**
 * Refuses an id that is no charge's: 404 where the path names it, 400 where a parameter does.
 * @throws StripeError, always
 */
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
