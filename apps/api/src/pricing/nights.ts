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

/** The discount on the nights' subtotal, as a negative line; none when the stay earns none. */
export function discountLine(rates: Rates, nights: number, subtotal: number): PriceLine<'discount'>[] {
  const basisPoints = lengthDiscount(rates, nights);
  const discount = basisPointsOf(subtotal, basisPoints, rates.currency);
  return lineUnlessZero('discount', `Long stay discount, ${percentText(basisPoints)}`, 1, -discount);
}
