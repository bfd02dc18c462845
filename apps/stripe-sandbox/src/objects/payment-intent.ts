import type { JsonObject, Metadata } from './json.js';
import type { PaymentMethod } from './payment-method.js';

export type PaymentIntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled';

type CaptureMethod = 'automatic' | 'automatic_async' | 'manual';

type NextAction = {
  readonly type: 'redirect_to_url';
  readonly redirect_to_url: { readonly url: string; readonly return_url: string | null };
};

export type PaymentError = {
  readonly type: 'card_error' | 'invalid_request_error';
  readonly code: string;
  readonly message: string;
  readonly doc_url: string;
  readonly charge?: string;
  readonly decline_code?: string;
  readonly network_decline_code?: string;
  readonly payment_method: PaymentMethod;
};

export type PaymentIntent = {
  readonly id: string;
  readonly object: 'payment_intent';
  readonly allowed_payment_method_types: null;
  readonly amount: number;
  readonly amount_capturable: number;
  readonly amount_details: JsonObject;
  readonly amount_received: number;
  readonly application: null;
  readonly application_fee_amount: null;
  readonly automatic_payment_methods: JsonObject | null;
  readonly canceled_at: number | null;
  readonly cancellation_reason: string | null;
  readonly capture_method: CaptureMethod;
  readonly client_secret: string;
  readonly confirmation_method: string;
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly customer_account: null;
  readonly description: string | null;
  readonly excluded_payment_method_types: null;
  readonly last_payment_error: PaymentError | null;
  readonly latest_charge: string | null;
  readonly livemode: false;
  readonly managed_payments: JsonObject;
  readonly metadata: Metadata;
  readonly next_action: NextAction | null;
  readonly on_behalf_of: string | null;
  readonly payment_method: string | null;
  readonly payment_method_configuration_details: null;
  readonly payment_method_options: JsonObject;
  readonly payment_method_types: readonly string[];
  readonly payment_record: null;
  readonly processing: null;
  readonly receipt_email: string | null;
  readonly review: null;
  readonly setup_future_usage: string | null;
  readonly shipping: JsonObject | null;
  readonly source: null;
  readonly statement_descriptor: string | null;
  readonly statement_descriptor_suffix: string | null;
  readonly status: PaymentIntentStatus;
  readonly transfer_data: null;
  readonly transfer_group: string | null;
};
