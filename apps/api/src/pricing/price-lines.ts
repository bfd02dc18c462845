import { type LocalDate } from '#dates';
import { money, percentOf, sum } from '#money';
import type { PriceRule } from './price.rules.js';

/** What a guest is charged for. */
export type PriceLineKind = 'night' | 'discount' | 'cleaning' | 'extra_guest' | 'pet' | 'guest_service_fee' | 'tax';

/** What a line of a guest's price or of a host's earnings is about. */
export type LineKind = PriceLineKind | 'host_service_fee';

/** One line of a price: `amount = quantity × unit`, both in minor units; discounts and the host's fee are negative. */
export interface PriceLine<Kind extends LineKind = PriceLineKind> {
  readonly kind: Kind;
  readonly description: string;
  /** The date on which the night starts, for lines of kind `night`. */
  readonly date?: LocalDate;
  readonly quantity: number;
  readonly unit: number;
  readonly amount: number;
  /** For lines of kind `tax`: the kinds of lines that it was charged on, and with which it is refunded. */
  readonly chargedOn?: readonly PriceLineKind[];
  /** What has made it so, in order of precedence; lines that were priced before rules were kept have none. */
  readonly rules?: readonly PriceRule[];
}

/** A line of `quantity` at `unit` minor units each, as the rules have made it; none when that comes to nothing. */
export function lineUnlessZero<Kind extends LineKind>(
  kind: Kind,
  description: string,
  quantity: number,
  unit: number,
  rules: readonly PriceRule[],
): PriceLine<Kind>[] {
  const amount = quantity * unit;
  return amount === 0 ? [] : [{ kind, description, quantity, unit, amount, rules }];
}

/** The sum of lines' amounts in minor units. @throws RangeError when it is too large to be exact */
export function totalOf(lines: readonly PriceLine<LineKind>[], currency: string): number {
  return sum(
    lines.map((line) => money(line.amount, currency)),
    currency,
  ).amount;
}

/** The sum of lines' amounts in minor units, however large. */
export function amountOf(lines: readonly PriceLine[]): bigint {
  return lines.reduce((all, line) => all + BigInt(line.amount), 0n);
}

/** Whether a line belongs to nights by their price, and not by their number. */
export function isPricedByNight({ kind }: PriceLine): boolean {
  return kind === 'night' || kind === 'discount';
}

/** A percentage of an amount in minor units, rounded once, half up: `(amount × basisPoints + 5000) / 10000`. */
export function basisPointsOf(amount: number, basisPoints: number, currency: string): number {
  return percentOf(money(amount, currency), basisPoints).amount;
}

/** Basis points as people write a percentage: 1250 is `12.5 %`. */
export function percentText(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}
