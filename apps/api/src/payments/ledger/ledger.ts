import { totalOfShares, type Shares } from './shares.js';

/**
 * Where money stands: with Stripe, or owed to the host, to ourselves, to the tax office, or back to the guest; or kept
 * until the guest's bank has decided a dispute.
 */
export type Account =
  'stripe_clearing' | 'host_payable' | 'platform_fee' | 'tax_payable' | 'guest_payable' | 'disputed';

/** One line of a journal, in minor units: debit positive, credit negative. */
export interface Entry {
  readonly account: Account;
  readonly amount: number;
}

/** One money event in the books. Its entries sum to zero; `key` names the event, so that it is booked once. */
export interface Journal {
  readonly kind: 'capture' | 'refund' | 'refund_failure';
  readonly key: string;
  readonly entries: readonly Entry[];
}

/** Money that came in: Stripe holds it, and we owe each his share. */
export function captureJournal(paymentId: string, shares: Shares): Journal {
  return { kind: 'capture', key: `capture:${paymentId}`, entries: entriesOf(shares, 1) };
}

/** Money that went back: the reverse of a capture, by the refund's own shares. */
export function refundJournal(refundId: string, shares: Shares): Journal {
  return { kind: 'refund', key: `refund:${refundId}`, entries: entriesOf(shares, -1) };
}

/**
 * Where the money of a refund that has failed stands: it is the guest's, but nobody's while the payment is disputed.
 * Stripe has then lent the money to the guest's bank: when the dispute is lost the guest has it from there, and when it is
 * won they are to have it from us. Owing it to the guest meanwhile could give it to them twice.
 */
export type FailedRefundAccount = Extract<Account, 'guest_payable' | 'disputed'>;

/** A refund that came back after it had gone: Stripe holds the money again, for `account`. */
export function returnedRefundJournal(refundId: string, shares: Shares, account: FailedRefundAccount): Journal {
  return failureJournal(refundId, shares, account, [{ account: 'stripe_clearing', amount: totalOfShares(shares) }]);
}

/** A refund that never went: what the others were to give goes to `account`. */
export function unmadeRefundJournal(refundId: string, shares: Shares, account: FailedRefundAccount): Journal {
  const [, ...given] = entriesOf(shares, -1);
  return failureJournal(refundId, shares, account, given);
}

function failureJournal(
  refundId: string,
  shares: Shares,
  account: FailedRefundAccount,
  from: readonly Entry[],
): Journal {
  const entries = [...from, { account, amount: -totalOfShares(shares) }];
  return { kind: 'refund_failure', key: `refund_failure:${refundId}`, entries };
}

function entriesOf(shares: Shares, sign: 1 | -1): Entry[] {
  const entries: Entry[] = [
    { account: 'stripe_clearing', amount: sign * totalOfShares(shares) },
    { account: 'host_payable', amount: -sign * shares.host },
    { account: 'platform_fee', amount: -sign * shares.platform },
    { account: 'tax_payable', amount: -sign * shares.tax },
  ];
  return entries.filter(({ amount }) => amount !== 0);
}
