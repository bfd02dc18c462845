import { weekday, type LocalDate } from '#dates';

const FRIDAY = 5;
const SATURDAY = 6;

/** What decides the price of a night: minor units, all in the property's currency. */
export interface NightRates {
  readonly nightly: number;
  /** of the nights that start on a Friday or Saturday, when it differs */
  readonly weekendNightly?: number | undefined;
  /** prices of single nights, which stand above the others */
  readonly overrides: ReadonlyMap<LocalDate, number>;
}

/** Whether the night that starts on `date` is a weekend's: Friday's and Saturday's are. */
export function isWeekendNight(date: LocalDate): boolean {
  const day = weekday(date);
  return day === FRIDAY || day === SATURDAY;
}

/** What the night that starts on `date` costs, in minor units. */
export function nightPrice(rates: NightRates, date: LocalDate): number {
  const usual = isWeekendNight(date) ? (rates.weekendNightly ?? rates.nightly) : rates.nightly;
  return rates.overrides.get(date) ?? usual;
}
