import type { BalanceTransaction } from './balance-transaction.js';
import type { JsonObject, Metadata } from './json.js';

export type Dispute = {
  readonly id: string;
  readonly object: 'dispute';
  readonly amount: number;
  readonly balance_transactions: readonly BalanceTransaction[];
  readonly charge: string;
  readonly created: number;
  readonly currency: string;
  readonly enhanced_eligibility_types: readonly string[];
  readonly evidence: JsonObject;
  readonly evidence_details: JsonObject;
  readonly is_charge_refundable: boolean;
  readonly livemode: false;
  readonly metadata: Metadata;
  readonly payment_intent: string;
  readonly payment_method_details: JsonObject;
  readonly reason: string;
  readonly status: 'needs_response';
};
