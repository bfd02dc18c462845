import {
  firstStepFrom,
  largestStepFrom,
  largestStepUpTo,
  type DiscountStep,
} from '../properties/discount-steps.rules.js';
import { basisPointsOf, lineUnlessZero, percentText, type PriceLine } from './price-lines.js';
import type { PriceRule } from './price.rules.js';
import type { Rates } from './rates.js';

const WEEK_NIGHTS = 7;
const MONTH_NIGHTS = 28;

/** What discounts depend on, other than on the nights' price. */
export interface DiscountedStay {
  readonly nights: number;
  /** adults and children */
  readonly party: number;
  /** from today at the property to the arrival */
  readonly daysAhead: number;
}

/** A discount that a stay has earned, and by which rule. */
interface Discount {
  readonly title: string;
  readonly rule: PriceRule & { readonly basisPoints: number };
}

/**
 * The discounts on the nights' subtotal, as negative lines; none when the stay earns none. They are taken one after the
 * other, each of what the ones before it leave, and rounded once: for a small party, for the length, for the time ahead, and
 * for giving up a refund – so together they are never more than the nights.
 */
export function discountLines(rates: Rates, stay: DiscountedStay, subtotal: number): PriceLine<'discount'>[] {
  const lines: PriceLine<'discount'>[] = [];
  let left = subtotal;
  for (const { title, rule } of discountsOf(rates, stay)) {
    const off = basisPointsOf(left, rule.basisPoints, rates.currency);
    left -= off;
    lines.push(...lineUnlessZero('discount', `${title}, ${percentText(rule.basisPoints)}`, 1, -off, [rule]));
  }
  return lines;
}

function discountsOf(rates: Rates, stay: DiscountedStay): Discount[] {
  return [
    ...titled('Small party discount', occupancyDiscount(rates, stay.party)),
    ...titled('Long stay discount', lengthDiscount(rates, stay.nights)),
    ...leadTimeDiscount(rates, stay.daysAhead),
    ...titled('Non-refundable discount', {
      rule: 'policy_discount',
      basisPoints: rates.policyDiscountBasisPoints,
    }),
  ];
}

/** The first step that the party fits in. */
function occupancyDiscount({ occupancyDiscounts = [] }: Rates, party: number): Discount['rule'] | undefined {
  return ruleOf('occupancy_discount', firstStepFrom(occupancyDiscounts, party));
}

/** The largest that the nights reach: of the weekly and the monthly discount, and of all steps. */
export function lengthDiscount(
  rates: Pick<Rates, 'weeklyDiscountBasisPoints' | 'monthlyDiscountBasisPoints' | 'lengthDiscounts'>,
  nights: number,
): Discount['rule'] | undefined {
  const weekly: DiscountStep = [WEEK_NIGHTS, rates.weeklyDiscountBasisPoints];
  const monthly: DiscountStep = [MONTH_NIGHTS, rates.monthlyDiscountBasisPoints];
  return larger(
    larger(
      ruleOf('weekly_discount', largestStepUpTo([weekly], nights)),
      ruleOf('monthly_discount', largestStepUpTo([monthly], nights)),
    ),
    ruleOf('length_discount', largestStepUpTo(rates.lengthDiscounts ?? [], nights)),
  );
}

/** The largest that the days ahead reach, of both kinds. */
function leadTimeDiscount(rates: Rates, daysAhead: number): Discount[] {
  const late = ruleOf('last_minute_discount', largestStepFrom(rates.lastMinuteDiscounts ?? [], daysAhead));
  const early = ruleOf('early_bird_discount', largestStepUpTo(rates.earlyBirdDiscounts ?? [], daysAhead));
  const counts = larger(late, early);
  return titled(counts === late ? 'Last-minute discount' : 'Early-bird discount', counts);
}

function ruleOf(rule: PriceRule['rule'], step: DiscountStep | undefined): Discount['rule'] | undefined {
  return step && { rule, threshold: step[0], basisPoints: step[1] };
}

/** Of equal ones the first. */
function larger(one: Discount['rule'] | undefined, other: Discount['rule'] | undefined): Discount['rule'] | undefined {
  if (!one || !other) return one ?? other;
  return other.basisPoints > one.basisPoints ? other : one;
}

function titled(title: string, rule: Discount['rule'] | undefined): Discount[] {
  return rule ? [{ title, rule }] : [];
}
