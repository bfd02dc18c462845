import type { JsonObject, Metadata } from './json.js';

export type Refund = {
  readonly id: string;
  readonly object: 'refund';
  readonly amount: number;
  readonly balance_transaction: string | null;
  readonly charge: string;
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly customer_account: null;
  readonly destination_details: JsonObject;
  readonly metadata: Metadata;
  readonly payment_intent: string;
  readonly payment_method: string | null;
  readonly reason: string | null;
  readonly receipt_number: null;
  readonly source_transfer_reversal: null;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly transfer_reversal: null;
  /** Of a refund that failed; others have neither field. */
  readonly failure_balance_transaction?: string;
  readonly failure_reason?: string;
};
