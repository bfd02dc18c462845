import type { NightRun } from './nights.js';
import { isWeekendDay } from '../run/shift.js';

/** What a property charges by the night, in minor units, after its calendar. */
export interface NightPrices {
  nightly: number;
  /** of the nights that start on a Friday or a Saturday, when it is another */
  weekendNightly: number | undefined;
  /** single nights that cost something else */
  own: OwnPrices | undefined;
  /** how many nights with a price of their own lie beyond what a rate calendar holds */
  beyond: number;
}

/** Prices from one night on (days since 1970-01-01); null where the usual price counts. */
export interface OwnPrices {
  firstDay: number;
  amounts: (number | null)[];
}

/** The most nights that a rate calendar holds (the database's own limit). */
const LONGEST = 1125;

/**
 * The rates that give every night the price which the calendar names, with the fewest exceptions: the usual price is
 * what most nights cost, from Sunday to Thursday and at weekends. So the price that a place is shown with is the one
 * that a guest
 * pays, and a host who changes it changes what is charged. The listing's own price – which is what a sample stay cost,
 * discounts and all – counts where the calendar names none, and where two prices are as frequent.
 * Undefined when neither says what a night costs.
 */
export function nightPricesOf(listed: number | undefined, runs: readonly NightRun[]): NightPrices | undefined {
  const weekdays = new Map<number, number>();
  const weekends = new Map<number, number>();
  for (const run of runs) {
    if (run.price === undefined) continue;
    const weekendNights = countWeekendNights(run);
    tally(weekends, run.price, weekendNights);
    tally(weekdays, run.price, run.nights - weekendNights);
  }
  const weekend = mostFrequent(weekends, listed);
  const nightly = mostFrequent(weekdays, listed) ?? weekend ?? listed;
  if (nightly === undefined) return undefined;
  return {
    nightly,
    weekendNightly: weekend === nightly ? undefined : weekend,
    ...ownPrices(runs, nightly, weekend ?? nightly),
  };
}

function ownPrices(
  runs: readonly NightRun[],
  nightly: number,
  weekendNightly: number,
): Pick<NightPrices, 'own' | 'beyond'> {
  const prices = new Map<number, number>();
  let beyond = 0;
  let firstDay: number | undefined;
  let lastDay = 0;
  for (const { day: first, nights, price } of runs) {
    if (price === undefined || (price === nightly && price === weekendNightly)) continue;
    for (let day = first; day < first + nights; day += 1) {
      if (price === (isWeekendDay(day) ? weekendNightly : nightly)) continue;
      firstDay ??= day;
      if (day - firstDay >= LONGEST) beyond += 1;
      else prices.set((lastDay = day), price);
    }
  }
  if (firstDay === undefined) return { own: undefined, beyond };
  const start = firstDay;
  const amounts = Array.from({ length: lastDay - start + 1 }, (_, index) => prices.get(start + index) ?? null);
  return { own: { firstDay, amounts }, beyond };
}

function countWeekendNights({ day: first, nights }: NightRun): number {
  let count = 0;
  for (let day = first; day < first + nights; day += 1) if (isWeekendDay(day)) count += 1;
  return count;
}

function tally(counts: Map<number, number>, price: number, nights: number): void {
  if (nights > 0) counts.set(price, (counts.get(price) ?? 0) + nights);
}

/** Of equally frequent prices `preferred`, else the lowest, so that the same file gives the same price. */
function mostFrequent(counts: ReadonlyMap<number, number>, preferred: number | undefined): number | undefined {
  const most = Math.max(...counts.values());
  const candidates = [...counts].filter(([, count]) => count === most).map(([price]) => price);
  if (candidates.length === 0) return undefined;
  return preferred !== undefined && candidates.includes(preferred) ? preferred : Math.min(...candidates);
}
