import { type LocalDate, type Stay } from '#dates';
import { divideHalfUp } from '#money';
import { type Guests } from './guests.js';
import { lineUnlessZero, type PriceLine, type PriceLineKind } from './price-lines.js';
import type { PriceRule } from './price.rules.js';
import { capOf, payingPersons, taxableNights, taxDescription, type TaxRule } from './tax-rules.js';

/** What the tax on a stay is computed from. */
export interface TaxedStay {
  readonly stay: Stay;
  readonly guests: Guests;
  /** The lines before taxes, a `night` line for each night in order. */
  readonly lines: readonly PriceLine[];
  readonly currency: string;
}

/** A line for each tax that comes to something. @throws RangeError when a rule has another currency than the price */
export function taxLines(rules: readonly TaxRule[], taxed: TaxedStay): PriceLine<'tax'>[] {
  return rules.flatMap((rule) => taxLine(rule, taxed));
}

function taxLine(rule: TaxRule, taxed: TaxedStay): PriceLine<'tax'>[] {
  if (rule.currency !== taxed.currency)
    throw new RangeError(`${rule.name} is in ${rule.currency}, not ${taxed.currency}`);
  const nights = taxableNights(rule, taxed.stay);
  const persons = payingPersons(rule, taxed.guests);
  if (nights.size === 0 || persons === 0) return [];
  const { quantity, unit } = uncapped(rule, taxed, nights, persons);
  const cap = capOf(rule, persons * nights.size);
  const chargedOn = rule.kind === 'percent' ? rule.base : (['night'] as const);
  const lines =
    quantity * unit > cap
      ? lineUnlessZero('tax', `${taxDescription(rule)}, capped`, 1, cap, [explained(rule), capRule(rule, cap)])
      : lineUnlessZero('tax', taxDescription(rule), quantity, unit, [explained(rule)]);
  return lines.map((line) => ({ ...line, chargedOn }));
}

function explained({ name, authority, ...rule }: TaxRule): PriceRule {
  if (rule.kind === 'percent')
    return { rule: 'tax_percent', name, authority, basisPoints: rule.basisPoints, base: rule.base };
  const ruleName = rule.kind === 'per_night' ? 'tax_per_night' : 'tax_per_person_night';
  return { rule: ruleName, name, authority, amount: rule.amount };
}

function capRule({ name, authority }: TaxRule, cap: number): PriceRule {
  return { rule: 'tax_cap', name, authority, amount: cap };
}

function uncapped(rule: TaxRule, taxed: TaxedStay, nights: ReadonlySet<LocalDate>, persons: number) {
  if (rule.kind === 'per_night') return { quantity: nights.size, unit: rule.amount };
  if (rule.kind === 'per_person_night') return { quantity: nights.size * persons, unit: rule.amount };
  return { quantity: 1, unit: percentTax(rule.basisPoints, rule.base, taxed, nights, persons) };
}

/**
 * The percentage of the base, rounded once. Where only some nights count, the nights' part of the base is theirs alone
 * (with their share of the discount), and the rest of the base counts by their number. Where some guests are exempt,
 * the tax is the paying guests' share by heads. Where discounts leave nothing of the base, there is no tax.
 */
function percentTax(
  basisPoints: number,
  base: readonly PriceLineKind[],
  { lines, guests }: TaxedStay,
  nights: ReadonlySet<LocalDate>,
  persons: number,
): number {
  const nightLines = lines.filter((line) => line.kind === 'night');
  const allNights = amountOf(nightLines);
  const counted = amountOf(nightLines.filter((line) => line.date !== undefined && nights.has(line.date)));
  const included = lines.filter((line) => base.includes(line.kind));
  const byPrice = amountOf(included.filter(isPricedByNight));
  const byNumber = amountOf(included.filter((line) => !isPricedByNight(line)));
  // basisPoints × (byPrice × counted / allNights + byNumber × nights / allNumber), over one denominator.
  const whole = allNights === 0n ? 1n : allNights;
  const allNumber = BigInt(nightLines.length);
  const taxable = byPrice * counted * allNumber + byNumber * BigInt(nights.size) * whole;
  const heads = BigInt(headCount(guests));
  const tax = divideHalfUp(taxable * BigInt(basisPoints) * BigInt(persons), 10_000n * whole * allNumber * heads);
  return Math.max(Number(tax), 0);
}

function isPricedByNight(line: PriceLine): boolean {
  return line.kind === 'night' || line.kind === 'discount';
}

function amountOf(lines: readonly PriceLine[]): bigint {
  return lines.reduce((all, line) => all + BigInt(line.amount), 0n);
}

function headCount(guests: Guests): number {
  return guests.adults + guests.children + guests.infants;
}
