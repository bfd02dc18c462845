import { type LocalDate, type Stay } from '#dates';
import { divideHalfUp } from '#money';
import { type Guests } from './guests.js';
import { amountOf, isPricedByNight, lineUnlessZero, type PriceLine, type PriceLineKind } from './price-lines.js';
import type { PriceRule } from './price.rules.js';
import { pricedNights } from './priced-nights.js';
import {
  capOf,
  isOnTaxes,
  payingPersons,
  taxableNights,
  taxDescription,
  type PercentTax,
  type TaxRule,
} from './tax-rules.js';

/** What the tax on a stay is computed from. */
export interface TaxedStay {
  readonly stay: Stay;
  readonly guests: Guests;
  /** The lines before taxes, a `night` line for each night in order. */
  readonly lines: readonly PriceLine[];
  readonly currency: string;
}

/** The line of a tax, and which rule it is by. */
interface TaxedBy {
  readonly rule: TaxRule;
  readonly line: PriceLine<'tax'>;
}

/**
 * A line for each tax that comes to something, in the order of the rules. Taxes on taxes are computed after those that they
 * are on. @throws RangeError when a rule has another currency than the price
 */
export function taxLines(rules: readonly TaxRule[], taxed: TaxedStay): PriceLine<'tax'>[] {
  const plain = rules.filter((rule) => !isOnTaxes(rule)).flatMap((rule) => taxLine(rule, taxed, []));
  const onTaxes = rules.filter(isOnTaxes).flatMap((rule) =>
    taxLine(
      rule,
      taxed,
      plain.filter((tax) => isNamed(rule, tax.rule)),
    ),
  );
  const lines = new Map([...plain, ...onTaxes].map(({ rule, line }) => [rule, line]));
  return rules.flatMap((rule) => lines.get(rule) ?? []);
}

function isNamed({ onTaxes = [] }: PercentTax, { code }: TaxRule): boolean {
  return code !== undefined && onTaxes.includes(code);
}

function taxLine(rule: TaxRule, taxed: TaxedStay, others: readonly TaxedBy[]): TaxedBy[] {
  if (rule.currency !== taxed.currency)
    throw new RangeError(`${rule.name} is in ${rule.currency}, not ${taxed.currency}`);
  const priced = pricedNights(rule, taxed.lines, taxed.guests);
  const nights = new Set([...taxableNights(rule, taxed.stay)].filter((date) => priced.has(date)));
  const persons = payingPersons(rule, taxed.guests);
  if (nights.size === 0 || persons === 0) return [];
  const { quantity, unit } = uncapped(rule, { ...taxed, nights, persons, others });
  const cap = capOf(rule, persons * nights.size);
  const lines =
    quantity * unit > cap
      ? lineUnlessZero('tax', `${taxDescription(rule)}, capped`, 1, cap, [explained(rule), capRule(rule, cap)])
      : lineUnlessZero('tax', taxDescription(rule), quantity, unit, [explained(rule)]);
  const chargedOn = chargedOnBy(rule, others);
  return lines.map((line) => ({ rule, line: { ...line, chargedOn } }));
}

/** The lines that a tax goes back with: those of the base, and what the taxes in it are on. */
function chargedOnBy(rule: TaxRule, others: readonly TaxedBy[]): readonly PriceLineKind[] {
  if (rule.kind !== 'percent') return ['night'];
  return [...new Set([...rule.base, ...others.flatMap(({ line }) => line.chargedOn ?? [])])];
}

function explained({ name, authority, ...rule }: TaxRule): PriceRule {
  if (rule.kind !== 'percent') return { rule: `tax_${rule.kind}`, name, authority, amount: rule.amount };
  const { basisPoints, base, onTaxes = [] } = rule;
  return { rule: 'tax_percent', name, authority, basisPoints, base: onTaxes.length > 0 ? [...base, 'tax'] : base };
}

function capRule({ name, authority }: TaxRule, cap: number): PriceRule {
  return { rule: 'tax_cap', name, authority, amount: cap };
}

/** What of a stay a rule counts. */
interface Counted extends TaxedStay {
  readonly nights: ReadonlySet<LocalDate>;
  readonly persons: number;
  readonly others: readonly TaxedBy[];
}

function uncapped(rule: TaxRule, counted: Counted): { quantity: number; unit: number } {
  const nights = counted.nights.size;
  switch (rule.kind) {
    case 'percent':
      return { quantity: 1, unit: percentTax(rule, counted) };
    case 'per_night':
      return { quantity: nights, unit: rule.amount };
    case 'per_person_night':
      return { quantity: nights * counted.persons, unit: rule.amount };
    case 'per_bedroom_night':
      return { quantity: nights * Math.max(rule.bedrooms, 1), unit: rule.amount };
  }
}

/**
 * The percentage of the base, rounded once. Where only some nights count, the nights' part of the base is theirs alone
 * (with their share of the discount), and the rest of the base counts by their number. Taxes in the base count as they are,
 * as they have counted their own nights. Where some guests are exempt, the tax is the paying guests' share by heads. Where
 * discounts leave nothing of the base, there is no tax.
 */
function percentTax({ basisPoints, base }: PercentTax, counted: Counted): number {
  const { lines, guests, nights, persons, others } = counted;
  const nightLines = lines.filter((line) => line.kind === 'night');
  const allNights = amountOf(nightLines);
  const ofNights = amountOf(nightLines.filter((line) => line.date !== undefined && nights.has(line.date)));
  const included = lines.filter((line) => base.includes(line.kind));
  const byPrice = amountOf(included.filter(isPricedByNight));
  const byNumber = amountOf(included.filter((line) => !isPricedByNight(line)));
  const taxes = amountOf(others.map(({ line }) => line));
  // basisPoints × (byPrice × ofNights / allNights + byNumber × nights / allNumber + taxes), over one denominator.
  const whole = allNights === 0n ? 1n : allNights;
  const allNumber = BigInt(nightLines.length);
  const taxable = byPrice * ofNights * allNumber + byNumber * BigInt(nights.size) * whole + taxes * whole * allNumber;
  const heads = BigInt(headCount(guests));
  const share = BigInt(Math.round(basisPoints * 1000)) * BigInt(persons);
  return Math.max(Number(divideHalfUp(taxable * share, 10_000_000n * whole * allNumber * heads)), 0);
}

function headCount(guests: Guests): number {
  return guests.adults + guests.children + guests.infants;
}
