import Stripe from 'stripe';
import { messageOf } from '#database';

/**
 * What a failed call to Stripe means: `impossible` – Stripe understood, and will not do it; `answered` – Stripe failed,
 * and replays that for the same idempotency key; `unsure` – it may or may not have happened, now or at an earlier try:
 * ask again with the same key.
 */
export type StripeFailure = 'impossible' | 'answered' | 'unsure';

/** Said of a refund while too little is on our balance there: no no, only not yet. */
const NOT_YET = 'balance_insufficient';
/**
 * Of a refund, when it is for the guest's bank to decide whose the money is: at once, or while it was under way.
 * @see https://docs.stripe.com/error-codes and https://docs.stripe.com/refunds#failed-refunds
 */
const DISPUTED: ReadonlySet<string> = new Set([
  'charge_disputed',
  'refund_disputed_payment',
  'charge_for_pending_refund_disputed',
]);

/** What the error means; undefined when it is not one of Stripe's. */
export function stripeFailure(error: unknown): StripeFailure | undefined {
  if (!(error instanceof Stripe.errors.StripeError)) return undefined;
  if (error.code === NOT_YET) return 'answered';
  if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode !== 409) return 'impossible';
  if (error instanceof Stripe.errors.StripeCardError) return 'impossible';
  return error instanceof Stripe.errors.StripeAPIError && isReplayed(error) ? 'answered' : 'unsure';
}

/** Only then is the key used up: what failed on the way to the API is not remembered by it. */
function isReplayed({ headers }: { headers?: Record<string, string> }): boolean {
  return headers?.['idempotent-replayed'] === 'true';
}

/** Stripe's reason for a failure, in a word where it has one; fit to be told to clients. */
export function stripeReason(error: unknown): string {
  return (error instanceof Stripe.errors.StripeError && error.code) || messageOf(error);
}

/** Whether a refund failed for this reason because the payment is disputed. */
export function isDispute(failureReason: string | undefined): boolean {
  return failureReason !== undefined && DISPUTED.has(failureReason);
}

/** Whether the PaymentIntent was in another state than the call took it to be in: read it again. */
export function hasMovedOn(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && error.code === 'payment_intent_unexpected_state';
}
