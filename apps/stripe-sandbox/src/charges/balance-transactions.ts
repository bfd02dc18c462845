import type { Call } from '../call/call.js';
import { noSuch } from '../call/errors.js';
import { newId } from '../call/ids.js';
import { LIST_PARAMS, list } from '../call/lists.js';
import type { BalanceTransaction } from '../objects/balance-transaction.js';
import type { Charge } from '../objects/charge.js';
import type { Dispute } from '../objects/dispute.js';
import type { List } from '../objects/list.js';
import type { Refund } from '../objects/refund.js';

/** Stripe's standard price for cards in the United States: 2.9 % and 30 of the minor unit. */
const FEE_PER_MILLE = 29;
const FIXED_FEE = 30;
/** What a dispute costs, in minor units (https://stripe.com/pricing). */
const DISPUTE_FEE = 1500;
const PAYABLE_AFTER_SECONDS = 2 * 24 * 60 * 60;

const LIST_FILTERS = new Set([...LIST_PARAMS, 'source', 'type', 'currency']);

interface Movement {
  readonly amount: number;
  readonly currency: string;
  readonly description: string | null;
  readonly fee: number;
  readonly reportingCategory: string;
  readonly source: string;
  readonly type: BalanceTransaction['type'];
}

/** The money of a captured charge, less the fee. */
export function bookCharge(call: Call, charge: Charge, captured: number): BalanceTransaction {
  return book(call, {
    amount: captured,
    currency: charge.currency,
    description: charge.description,
    fee: Math.round((captured * FEE_PER_MILLE) / 1000) + FIXED_FEE,
    reportingCategory: 'charge',
    source: charge.id,
    type: 'charge',
  });
}

/** The money that a refund takes back. Stripe keeps the fee of the charge. */
export function bookRefund(call: Call, refund: Refund, charge: Charge): BalanceTransaction {
  return book(call, {
    amount: -refund.amount,
    currency: refund.currency,
    description: `REFUND FOR CHARGE${charge.description === null ? '' : ` (${charge.description})`}`,
    fee: 0,
    reportingCategory: 'refund',
    source: refund.id,
    type: 'refund',
  });
}

/** The money of a refund that the bank has sent back. */
export function bookRefundFailure(call: Call, refund: Refund): BalanceTransaction {
  return book(call, {
    amount: refund.amount,
    currency: refund.currency,
    description: `REFUND FAILURE (${refund.id})`,
    fee: 0,
    reportingCategory: 'refund_failure',
    source: refund.id,
    type: 'refund_failure',
  });
}

/** The money that a dispute holds back, and its fee. */
export function bookDispute(
  call: Call,
  dispute: Pick<Dispute, 'id' | 'amount' | 'charge' | 'currency'>,
): BalanceTransaction {
  return book(call, {
    amount: -dispute.amount,
    currency: dispute.currency,
    description: `Chargeback withdrawal for ${dispute.charge}`,
    fee: DISPUTE_FEE,
    reportingCategory: 'dispute',
    source: dispute.id,
    type: 'adjustment',
  });
}

/**
 * GET /v1/balance_transactions/:id.
 * @throws StripeError 404
 */
export function retrieveBalanceTransaction(call: Call, id: string): BalanceTransaction {
  const found = call.store.balanceTransactions.get(id);
  if (found === undefined) throw noSuch('balance_transaction', id, 'id');
  return atTime(found, call.now);
}

/**
 * GET /v1/balance_transactions, the newest first.
 * @throws StripeError 400 for a parameter that is unknown or wrong
 */
export function listBalanceTransactions(call: Call): List<BalanceTransaction> {
  const { params, store } = call;
  params.only(LIST_FILTERS);
  const source = params.text('source');
  const type = params.text('type');
  const currency = params.text('currency');
  const page = list(
    call,
    store.balanceTransactions,
    '/v1/balance_transactions',
    (entry) =>
      (source === null || entry.source === source) &&
      (type === null || entry.type === type) &&
      (currency === null || entry.currency === currency),
  );
  return { ...page, data: page.data.map((entry) => atTime(entry, call.now)) };
}

function book(call: Call, movement: Movement): BalanceTransaction {
  const { amount, currency, fee } = movement;
  return call.store.balanceTransactions.put({
    id: newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: call.now + PAYABLE_AFTER_SECONDS,
    balance_type: 'payments',
    created: call.now,
    currency,
    description: movement.description,
    exchange_rate: null,
    fee,
    fee_details: fee === 0 ? [] : [feeDetail(fee, currency, movement.type)],
    net: amount - fee,
    reporting_category: movement.reportingCategory,
    source: movement.source,
    status: 'pending',
    type: movement.type,
  });
}

function feeDetail(amount: number, currency: string, type: BalanceTransaction['type']) {
  const description = type === 'adjustment' ? 'Dispute fee' : 'Stripe processing fees';
  return { amount, application: null, currency, description, type: 'stripe_fee' };
}

/** Money that has come is pending for two days, and available after that. */
function atTime(entry: BalanceTransaction, now: number): BalanceTransaction {
  return entry.available_on <= now ? { ...entry, status: 'available' } : entry;
}
