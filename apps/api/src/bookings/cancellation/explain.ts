import { type CancellationPolicy } from '../../properties/cancellation.rules.js';
import { type CancellationTerms } from './terms.js';

/** One rule that was applied: a stable code, and a sentence for people. */
export interface RefundReason {
  readonly code: 'host_cancelled' | 'grace' | 'policy' | 'cleaning' | 'service_fee' | 'taxes';
  readonly text: string;
}

/** The terms of a cancellation, by whomever. */
export type ExplainedTerms = Omit<CancellationTerms, 'rule'> & { readonly rule: CancellationTerms['rule'] | 'host' };

/** Says why a refund is what it is: the rules that were applied, in order. */
export function explain(policy: CancellationPolicy, terms: ExplainedTerms): RefundReason[] {
  if (terms.rule === 'host') return [{ code: 'host_cancelled', text: 'The host cancelled: everything is refunded.' }];
  if (terms.rule === 'grace') return [{ code: 'grace', text: graceText(policy) }];
  return [
    { code: 'policy', text: `Policy ${policy.code}: ${stepText(terms)}.` },
    {
      code: 'cleaning',
      text: `Cleaning is ${terms.hasBegun ? 'kept: the stay has' : 'refunded: the stay has not'} begun.`,
    },
    { code: 'service_fee', text: 'The service fee is refunded in the share of the nights.' },
    { code: 'taxes', text: 'Taxes are refunded in the share of what they were charged on.' },
  ];
}

function graceText({ grace }: CancellationPolicy): string {
  const { hoursAfterConfirmation = 0, minDaysBeforeCheckIn = 0 } = grace ?? {};
  return (
    `Everything is refunded within ${hoursAfterConfirmation} hours of the confirmation, ` +
    `which was at least ${minDaysBeforeCheckIn} days before check-in.`
  );
}

function stepText({ refundPercent, keptNights }: ExplainedTerms): string {
  if (refundPercent === 0) return 'no night is refunded';
  const share = refundPercent === 100 ? '' : `${refundPercent} % of `;
  if (keptNights === 0) return `${share}all nights ${share ? 'is' : 'are'} refunded`;
  const kept = keptNights === 1 ? 'the first night' : `the first ${keptNights} nights`;
  return `the host keeps ${kept}, and ${share}the rest is refunded`;
}
