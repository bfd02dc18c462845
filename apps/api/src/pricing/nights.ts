import { nightsOf, type Stay } from '#dates';
import { nightPrice, type NightRates } from '../properties/nights.rules.js';
import { basisPointsOf, lineUnlessZero, percentText, type PriceLine } from './price-lines.js';
import type { Rates } from './rates.js';

const WEEK_NIGHTS = 7;
const MONTH_NIGHTS = 28;

/** A line for each night of a stay, in order. */
export function nightLines(rates: NightRates, stay: Stay): PriceLine<'night'>[] {
  return nightsOf(stay).map((date) => {
    const price = nightPrice(rates, date);
    return { kind: 'night', description: `Night of ${date}`, date, quantity: 1, unit: price, amount: price };
  });
}

/** The discount for the length of a stay, in basis points: the larger of those that its nights reach. */
export function lengthDiscount(
  rates: Pick<Rates, 'weeklyDiscountBasisPoints' | 'monthlyDiscountBasisPoints'>,
  nights: number,
): number {
  const weekly = nights >= WEEK_NIGHTS ? rates.weeklyDiscountBasisPoints : 0;
  const monthly = nights >= MONTH_NIGHTS ? rates.monthlyDiscountBasisPoints : 0;
  return Math.max(weekly, monthly);
}

/**
 * The discounts on the nights' subtotal, as negative lines; none when the stay earns none. That for its length comes
 * first; that for giving up a refund is taken of what is left, so that the stay costs a tenth less than it would have
 * with the same discount for its length, and the two together never more than the nights.
 */
export function discountLines(rates: Rates, nights: number, subtotal: number): PriceLine<'discount'>[] {
  const length = lengthDiscount(rates, nights);
  const policy = rates.policyDiscountBasisPoints;
  const forLength = basisPointsOf(subtotal, length, rates.currency);
  const forPolicy = basisPointsOf(subtotal - forLength, policy, rates.currency);
  return [
    ...lineUnlessZero('discount', `Long stay discount, ${percentText(length)}`, 1, -forLength),
    ...lineUnlessZero('discount', `Non-refundable discount, ${percentText(policy)}`, 1, -forPolicy),
  ];
}
