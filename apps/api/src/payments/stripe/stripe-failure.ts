import Stripe from 'stripe';

/**
 * What a failed call to Stripe means: `impossible` – Stripe understood, and will not do it; `answered` – Stripe failed,
 * and replays that for the same idempotency key; `unsure` – it may or may not have happened, now or at an earlier try:
 * ask again with the same key.
 */
export type StripeFailure = 'impossible' | 'answered' | 'unsure';

/** What the error means; undefined when it is not one of Stripe's. */
export function stripeFailure(error: unknown): StripeFailure | undefined {
  if (!(error instanceof Stripe.errors.StripeError)) return undefined;
  if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode !== 409) return 'impossible';
  if (error instanceof Stripe.errors.StripeCardError) return 'impossible';
  return error instanceof Stripe.errors.StripeAPIError && isReplayed(error) ? 'answered' : 'unsure';
}

/** Only then is the key used up: what failed on the way to the API is not remembered by it. */
function isReplayed({ headers }: { headers?: Record<string, string> }): boolean {
  return headers?.['idempotent-replayed'] === 'true';
}

/** Whether the PaymentIntent was in another state than the call took it to be in: read it again. */
export function hasMovedOn(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && error.code === 'payment_intent_unexpected_state';
}
