import { dateOfDay, dayOf, type LocalDate } from '#dates';

/** Prices of single nights as they are stored: of each night from `firstDate` on, null where the usual price counts. */
export interface NightPrices {
  readonly firstDate: LocalDate;
  readonly amounts: readonly (number | null)[];
}

/** The most nights that have a place there. */
const MOST_NIGHTS = 1125;

/**
 * Prices of single nights after a change.
 * @param changes minor units of the property's currency by date, null to take a price away
 * @param first the first night of which a price is of use: those before it go
 * @returns undefined when no night has a price of its own
 */
export function changedNightPrices(
  before: NightPrices | undefined,
  changes: ReadonlyMap<LocalDate, number | null>,
  first: LocalDate,
): NightPrices | undefined {
  const prices = new Map<number, number | null>();
  const set = (day: number, amount: number | null) => {
    if (day >= dayOf(first) && day < dayOf(first) + MOST_NIGHTS) prices.set(day, amount);
  };
  for (const [night, amount] of before?.amounts.entries() ?? []) set(dayOf(before?.firstDate ?? first) + night, amount);
  for (const [date, amount] of changes) set(dayOf(date), amount);
  const priced = [...prices].flatMap(([day, amount]) => (amount === null ? [] : [day]));
  if (priced.length === 0) return undefined;
  const [begin, end] = [Math.min(...priced), Math.max(...priced)];
  return {
    firstDate: dateOfDay(begin),
    amounts: Array.from({ length: end - begin + 1 }, (_, night) => prices.get(begin + night) ?? null),
  };
}
