import { divideHalfUp } from '#money';
import { LINE_REFUNDS } from '../../properties/cancellation.rules.js';
import { type CancellationTerms } from './terms.js';

/** What a guest was charged for, as on the quote; amounts in minor units. */
export interface ChargedLine {
  readonly kind: 'night' | 'discount' | 'cleaning' | 'extra_guest' | 'pet' | 'guest_service_fee' | 'tax';
  readonly description: string;
  /** For nights: the date on which the night starts. */
  readonly date?: string;
  readonly amount: number;
  /** For taxes: the kinds of lines they were charged on; all that are not taxes, when absent. */
  readonly chargedOn?: readonly ChargedLine['kind'][];
}

/** What becomes of one charged line: `paid = refund + kept`, in minor units. */
export interface RefundLine {
  readonly kind: ChargedLine['kind'] | 'refunded_before';
  readonly description: string;
  readonly paid: number;
  readonly refund: number;
  readonly kept: number;
}

interface Share {
  readonly part: number;
  readonly whole: number;
}

/** The terms that the lines depend on. */
export type LineTerms = Pick<CancellationTerms, 'refundPercent' | 'keptNights' | 'hasBegun'>;

/**
 * What is refunded of each line, each rounded once, half up. Nights go by the terms; the discount, extra guests and the
 * guest's service fee follow the nights' share of money; cleaning and the pet's fee (for cleaning after it) are refunded
 * whole before check-in and not at all after; a tax follows the refunded share of what it was charged on.
 */
export function refundLines(lines: readonly ChargedLine[], terms: LineTerms): RefundLine[] {
  const nights = lines.filter((line) => line.kind === 'night').toSorted(byDate);
  const nightRefunds = new Map(nights.map((line, index) => [line, nightRefund(line, index, terms)]));
  const share = moneyShare(nights, (line) => nightRefunds.get(line) ?? 0, nightsShare(nights.length, terms));
  const untaxed = new Map(
    lines
      .filter((line) => line.kind !== 'tax')
      .map((line) => [line, nightRefunds.get(line) ?? untaxedRefund(line, share, terms)]),
  );
  return lines.map((line) => toRefundLine(line, untaxed.get(line) ?? taxRefund(line, untaxed, share)));
}

/** A line with what is refunded of it. */
export function toRefundLine({ kind, description, amount }: ChargedLine, refund: number): RefundLine {
  return { kind, description, paid: amount, refund, kept: amount - refund };
}

function nightRefund({ amount }: ChargedLine, index: number, { keptNights, refundPercent }: LineTerms): number {
  return index < keptNights ? 0 : shareOf(amount, { part: refundPercent, whole: 100 });
}

function untaxedRefund({ kind, amount }: ChargedLine, share: Share, { hasBegun }: LineTerms): number {
  const isUntilCheckIn = kind !== 'night' && LINE_REFUNDS[kind] === 'until_check_in';
  if (isUntilCheckIn) return hasBegun ? 0 : amount;
  return shareOf(amount, share);
}

function taxRefund(tax: ChargedLine, untaxed: ReadonlyMap<ChargedLine, number>, otherwise: Share): number {
  const base = [...untaxed.keys()].filter(({ kind }) => tax.chargedOn?.includes(kind) ?? true);
  return shareOf(
    tax.amount,
    moneyShare(base, (line) => untaxed.get(line) ?? 0, otherwise),
  );
}

/** How much of the lines' money is refunded; `otherwise` where they cost nothing. */
function moneyShare(lines: readonly ChargedLine[], refundOf: (line: ChargedLine) => number, otherwise: Share): Share {
  const whole = lines.reduce((all, line) => all + line.amount, 0);
  const part = lines.reduce((all, line) => all + refundOf(line), 0);
  return whole > 0 ? { part: Math.max(0, Math.min(part, whole)), whole } : otherwise;
}

/** How many of the nights are refunded, by number: for nights that were free. */
function nightsShare(nights: number, { keptNights, refundPercent }: LineTerms): Share {
  return nights > 0 ? { part: (nights - keptNights) * refundPercent, whole: nights * 100 } : { part: 0, whole: 1 };
}

function shareOf(amount: number, { part, whole }: Share): number {
  return Number(divideHalfUp(BigInt(amount) * BigInt(part), BigInt(whole)));
}

function byDate(a: ChargedLine, b: ChargedLine): number {
  return (a.date ?? '') < (b.date ?? '') ? -1 : 1;
}
