import { type LocalDate } from '#dates';
import { type Guests } from './guests.js';
import { amountOf, isPricedByNight, type PriceLine } from './price-lines.js';
import { type TaxRule } from './tax-rules.js';

/**
 * The nights whose price is within the band of a rule; all of them, where it has none. The price of a night is less its
 * share of the discounts and with the fee for extra guests; that of a person is the same for each adult and child.
 * Compared exactly, without rounding.
 */
export function pricedNights(
  { nightsPriced }: TaxRule,
  lines: readonly PriceLine[],
  { adults, children }: Guests,
): ReadonlySet<LocalDate> {
  const nights = lines.filter(({ kind }) => kind === 'night');
  const number = BigInt(nights.length);
  const all = amountOf(nights);
  const whole = all === 0n ? 1n : all;
  const left = amountOf(lines.filter(isPricedByNight));
  const extra = amountOf(lines.filter(({ kind }) => kind === 'extra_guest'));
  const parts = number * whole * BigInt(nightsPriced?.per === 'person_night' ? adults + children : 1);
  const isCounted = (amount: number) => {
    // amount × left / all + extra / number, over one denominator.
    const price = BigInt(amount) * left * number + extra * whole;
    const { from = 0, below } = nightsPriced ?? {};
    return price >= BigInt(from) * parts && (below === undefined || price < BigInt(below) * parts);
  };
  return new Set(nights.flatMap(({ date, amount }) => (date !== undefined && isCounted(amount) ? [date] : [])));
}
