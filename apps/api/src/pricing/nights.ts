import { nightsOf, type Stay } from '#dates';
import { nightRules, type NightRates } from '../properties/nights.rules.js';
import type { PriceLine } from './price-lines.js';

/** A line for each night of a stay, in order. */
export function nightLines(rates: NightRates, stay: Stay): PriceLine<'night'>[] {
  return nightsOf(stay).map((date) => {
    const rules = nightRules(rates, date);
    const price = rules.at(-1)?.amount ?? rates.nightly;
    return { kind: 'night', description: `Night of ${date}`, date, quantity: 1, unit: price, amount: price, rules };
  });
}
