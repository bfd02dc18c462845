import type { Call } from '../call/call.js';
import { checkAmount } from '../charges/currencies.js';
import { invalidRequest } from '../call/errors.js';
import { newId, randomText } from '../call/ids.js';
import type { PaymentIntent } from '../objects/payment-intent.js';

const DESCRIPTIVE = [
  'description',
  'metadata',
  'payment_method_options',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'statement_descriptor',
  'statement_descriptor_suffix',
  'transfer_group',
] as const;
const PAYING = ['payment_method', 'payment_method_data'] as const;
const CONFIRMING = ['error_on_requires_action', 'mandate_data', 'off_session', 'return_url', 'use_stripe_sdk'] as const;

export const CREATE = new Set([
  ...DESCRIPTIVE,
  ...PAYING,
  ...CONFIRMING,
  'amount',
  'automatic_payment_methods',
  'capture_method',
  'confirm',
  'confirmation_method',
  'currency',
  'customer',
  'on_behalf_of',
  'payment_method_types',
]);
export const UPDATE = new Set([...DESCRIPTIVE, ...PAYING, 'amount', 'capture_method', 'currency', 'customer']);
export const CONFIRM = new Set([
  ...PAYING,
  ...CONFIRMING,
  'capture_method',
  'client_secret',
  'payment_method_options',
  'receipt_email',
  'setup_future_usage',
  'shipping',
]);
export const CAPTURE = new Set([
  'amount_to_capture',
  'final_capture',
  'metadata',
  'statement_descriptor',
  'statement_descriptor_suffix',
]);

const CAPTURE_METHODS = ['automatic', 'automatic_async', 'manual'] as const;
const FUTURE_USAGES = ['off_session', 'on_session'] as const;

/** What describes a payment and moves no money; what is not given stays as it was. */
type Description = Pick<
  PaymentIntent,
  Exclude<(typeof DESCRIPTIVE)[number], 'setup_future_usage'> | 'capture_method'
> & {
  readonly setup_future_usage: string | null;
};

const UNDESCRIBED: Description = {
  capture_method: 'automatic_async',
  description: null,
  metadata: {},
  payment_method_options: { card: { installments: null, network: null, request_three_d_secure: 'automatic' } },
  receipt_email: null,
  setup_future_usage: null,
  shipping: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_group: null,
};

/**
 * What of a PaymentIntent changes nothing of its course: as given, else as it was `before`.
 * @throws StripeError 400 for a wrong value
 */
export function description({ params }: Call, before: Description = UNDESCRIBED): Description {
  const text = (name: (typeof DESCRIPTIVE)[number], old: string | null) => (params.has(name) ? params.text(name) : old);
  return {
    capture_method: params.oneOf('capture_method', CAPTURE_METHODS) ?? before.capture_method,
    description: text('description', before.description),
    metadata: params.metadata(before.metadata),
    payment_method_options: params.object('payment_method_options') ?? before.payment_method_options,
    receipt_email: text('receipt_email', before.receipt_email),
    setup_future_usage: params.oneOf('setup_future_usage', FUTURE_USAGES) ?? before.setup_future_usage,
    shipping: params.has('shipping') ? params.object('shipping') : before.shipping,
    statement_descriptor: text('statement_descriptor', before.statement_descriptor),
    statement_descriptor_suffix: text('statement_descriptor_suffix', before.statement_descriptor_suffix),
    transfer_group: text('transfer_group', before.transfer_group),
  };
}

/** A PaymentIntent as a create call asks for it, before a payment method is looked at. */
export function newPaymentIntent(call: Call): PaymentIntent {
  const { params } = call;
  const id = newId('pi');
  const amount = requiredAmount(call);
  return {
    ...description(call),
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    ...methodsAccepted(call),
    canceled_at: null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${randomText(25)}`,
    confirmation_method: params.oneOf('confirmation_method', ['automatic', 'manual']) ?? 'automatic',
    created: call.now,
    currency: checkAmount(amount, params.requiredText('currency')),
    customer: params.text('customer'),
    customer_account: null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: { enabled: false },
    next_action: null,
    on_behalf_of: params.text('on_behalf_of'),
    payment_method: null,
    payment_method_configuration_details: null,
    payment_record: null,
    processing: null,
    review: null,
    source: null,
    status: 'requires_payment_method',
    transfer_data: null,
  };
}

function requiredAmount({ params }: Call): number {
  const amount = params.positiveInteger('amount');
  if (amount === null) throw invalidRequest('Missing required param: amount.', 'amount', 'parameter_missing');
  return amount;
}

/** Cards are the one kind of payment method that the sandbox has. */
function methodsAccepted({ params }: Call): Pick<PaymentIntent, 'automatic_payment_methods' | 'payment_method_types'> {
  const types = params.list('payment_method_types');
  const other = types.find((type) => type !== 'card');
  if (other !== undefined) {
    const message = `The payment method type "${other}" is invalid: this sandbox has cards only.`;
    throw invalidRequest(message, 'payment_method_types');
  }
  if (types.length > 0) return { automatic_payment_methods: null, payment_method_types: types };
  const automatic = params.group('automatic_payment_methods');
  const allowRedirects = automatic?.oneOf('allow_redirects', ['always', 'never']) ?? 'always';
  const methods = { allow_redirects: allowRedirects, enabled: true };
  return { automatic_payment_methods: methods, payment_method_types: ['card'] };
}
