import { explain, type RefundReason } from './explain.js';
import { type CancellationPolicy } from '../../properties/cancellation.rules.js';
import { refundLines, toRefundLine, type ChargedLine, type RefundLine } from './refund-lines.js';
import { termsAt, type CancellationTerms, type PlacedStay } from './terms.js';

/** A cancellation, with all that its refund depends on. */
export interface Cancellation extends PlacedStay {
  readonly policy: CancellationPolicy;
  /** The guest's price, line by line. */
  readonly lines: readonly ChargedLine[];
  /** What was captured and not refunded yet, in minor units: at most the sum of the lines. */
  readonly paid: number;
  readonly confirmedAt: Date;
  readonly now: Date;
  readonly cancelledBy: 'guest' | 'host';
}

/** What a cancellation gives back; amounts in minor units. */
export interface Refund {
  /** What becomes of each line; their `refund` sums to `refund`, their `paid` to what was paid. */
  readonly lines: readonly RefundLine[];
  readonly refund: number;
  /** What is left for the host, before the host's service fee: no service fee of the guest, no taxes. */
  readonly hostKeeps: number;
  /** The rules that were applied, in order, in words. */
  readonly explanation: readonly RefundReason[];
  /** When cancelling may begin to cost more; `null` when it no longer can. */
  readonly validUntil: Date | null;
}

export const KEPT_BY_HOST: ReadonlySet<string> = new Set(['night', 'discount', 'cleaning', 'extra_guest', 'pet']);

/**
 * What a guest gets back when a confirmed booking is cancelled. A host's cancellation refunds everything. What was
 * refunded before is taken off as a line of its own, so that no more is ever given back than was paid.
 * @throws RangeError when `paid` is negative or more than the lines come to
 */
export function refundFor(cancellation: Cancellation): Refund {
  const terms = cancellation.cancelledBy === 'host' ? HOST_CANCELS : guestTerms(cancellation);
  const lines =
    cancellation.cancelledBy === 'host'
      ? cancellation.lines.map((line) => toRefundLine(line, line.amount))
      : refundLines(cancellation.lines, terms);
  const all = [...lines, ...refundedBefore(lines, cancellation.paid)];
  return {
    lines: all,
    refund: total(all, 'refund'),
    hostKeeps: Math.max(total(all.filter(isForHost), 'kept'), 0),
    explanation: explain(cancellation.policy, terms),
    validUntil: terms.validUntil,
  };
}

const HOST_CANCELS = { rule: 'host', refundPercent: 100, keptNights: 0, hasBegun: false, validUntil: null } as const;

function guestTerms(cancellation: Cancellation): CancellationTerms {
  return termsAt(cancellation.policy, cancellation, cancellation.confirmedAt, cancellation.now);
}

/** The line that takes off what was refunded before: first of what would be refunded, then of what would be kept. */
function refundedBefore(lines: readonly RefundLine[], paid: number): RefundLine[] {
  const before = total(lines, 'paid') - paid;
  if (paid < 0 || before < 0) throw new RangeError(`Paid ${paid} of ${total(lines, 'paid')}`);
  if (before === 0) return [];
  const refund = 0 - Math.min(before, total(lines, 'refund'));
  return [{ kind: 'refunded_before', description: 'Refunded before', paid: -before, refund, kept: -before - refund }];
}

function isForHost({ kind }: RefundLine): boolean {
  return KEPT_BY_HOST.has(kind) || kind === 'refunded_before';
}

function total(lines: readonly RefundLine[], column: 'paid' | 'refund' | 'kept'): number {
  return lines.reduce((all, line) => all + line[column], 0);
}
