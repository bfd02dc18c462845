import type { JsonObject, Metadata } from './json.js';

export type PaymentMethod = {
  readonly id: string;
  readonly object: 'payment_method';
  readonly allow_redisplay: 'unspecified';
  readonly billing_details: JsonObject;
  readonly card: JsonObject & { readonly brand: string; readonly fingerprint: string; readonly last4: string };
  readonly created: number;
  readonly customer: string | null;
  readonly customer_account: null;
  readonly livemode: false;
  readonly metadata: Metadata;
  readonly type: 'card';
};
