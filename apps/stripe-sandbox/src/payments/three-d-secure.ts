import type { Call } from '../call/call.js';
import { invalidRequest, noSuch, refused } from '../call/errors.js';
import { authenticationFailed, authenticationSucceeded } from './payment-attempt.js';
import type { PaymentIntent } from '../objects/payment-intent.js';
import type { PaymentMethod } from '../objects/payment-method.js';

/** Where the bank's page leads: back to the shop when the confirmation named a place, else nowhere. */
export interface Authenticated {
  readonly intent: PaymentIntent;
  readonly returnTo: string | null;
}

/** The guest has dealt with the bank's page: `outcome` is `succeed` or `fail`. */
export function completeAuthentication(call: Call, id: string): Authenticated {
  const outcome = call.params.oneOf('outcome', ['succeed', 'fail']);
  if (outcome === null) throw invalidRequest('Missing required param: outcome.', 'outcome', 'parameter_missing');
  const { intent, method } = waiting(call, id);
  const returnUrl = intent.next_action?.redirect_to_url.return_url ?? null;
  const decide = outcome === 'succeed' ? authenticationSucceeded : authenticationFailed;
  const decided = decide(call, intent, method);
  return { intent: decided, returnTo: returnUrl === null ? null : withResult(returnUrl, decided) };
}

/** The bank's page, for a person with a browser. */
export function authenticationPage(call: Call, id: string): string {
  const { intent } = waiting(call, id);
  const button = (outcome: string, text: string) => `<button name="outcome" value="${outcome}">${text}</button>`;
  return `<!doctype html>
<title>3D Secure (sandbox)</title>
<h1>Your bank asks: is it you?</h1>
<p>${intent.id}: ${intent.amount} ${intent.currency} (minor units)</p>
<form method="post">${button('succeed', 'Yes, pay')} ${button('fail', 'No')}</form>
`;
}

function waiting({ store }: Call, id: string): { readonly intent: PaymentIntent; readonly method: PaymentMethod } {
  const intent = store.paymentIntents.get(id);
  if (intent === undefined) throw noSuch('payment_intent', id, 'intent');
  const method = store.paymentMethods.get(intent.payment_method ?? '');
  if (intent.status === 'requires_action' && method !== undefined) return { intent, method };
  throw refused(`This PaymentIntent is not waiting for authentication: it has a status of ${intent.status}.`, {
    code: 'payment_intent_unexpected_state',
  });
}

/** The parameters that Stripe adds to a return URL. */
function withResult(returnUrl: string, intent: PaymentIntent): string {
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', intent.client_secret);
  url.searchParams.set('redirect_status', intent.last_payment_error === null ? 'succeeded' : 'failed');
  return url.toString();
}
