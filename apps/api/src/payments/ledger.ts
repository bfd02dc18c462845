import { totalOfShares, type Shares } from './shares.js';

/** Where money stands: with Stripe, or owed to the host, to ourselves, or to the tax office. */
export type Account = 'stripe_clearing' | 'host_payable' | 'platform_fee' | 'tax_payable';

/** One line of a journal, in minor units: debit positive, credit negative. */
export interface Entry {
  readonly account: Account;
  readonly amount: number;
}

/** One money event in the books. Its entries sum to zero; `key` names the event, so that it is booked once. */
export interface Journal {
  readonly kind: 'capture' | 'refund';
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

function entriesOf(shares: Shares, sign: 1 | -1): Entry[] {
  const entries: Entry[] = [
    { account: 'stripe_clearing', amount: sign * totalOfShares(shares) },
    { account: 'host_payable', amount: -sign * shares.host },
    { account: 'platform_fee', amount: -sign * shares.platform },
    { account: 'tax_payable', amount: -sign * shares.tax },
  ];
  return entries.filter(({ amount }) => amount !== 0);
}
