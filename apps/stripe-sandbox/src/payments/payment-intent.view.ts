import type { Call } from '../call/call.js';
import type { PaymentIntent } from '../objects/payment-intent.js';

/** The fields that a guest's browser may see. */
const BROWSER_FIELDS = [
  'id',
  'object',
  'amount',
  'amount_details',
  'automatic_payment_methods',
  'canceled_at',
  'cancellation_reason',
  'capture_method',
  'client_secret',
  'confirmation_method',
  'created',
  'currency',
  'description',
  'last_payment_error',
  'livemode',
  'next_action',
  'payment_method',
  'payment_method_configuration_details',
  'payment_method_types',
  'processing',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'source',
  'status',
] as const;
/** A PaymentIntent, as a guest’s browser is shown it. */
export type BrowserView = Pick<PaymentIntent, (typeof BROWSER_FIELDS)[number]>;

/** The PaymentIntent, or what a browser may see of it. */
export function forCaller(call: Call, intent: PaymentIntent): PaymentIntent | BrowserView {
  if (!call.fromBrowser) return intent;
  return Object.fromEntries(BROWSER_FIELDS.map((field) => [field, intent[field]])) as BrowserView;
}
