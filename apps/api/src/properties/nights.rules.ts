import { weekday, type LocalDate } from '#dates';

const FRIDAY = 5;
const SATURDAY = 6;

/** What nights cost from a date to before another: minor units, in the property's currency. */
export interface Season {
  readonly name: string;
  readonly from: LocalDate;
  /** not included */
  readonly to: LocalDate;
  readonly nightly: number;
  /** of its nights that start on a Friday or Saturday, when it differs */
  readonly weekendNightly?: number | undefined;
}

/** What decides the price of a night: minor units, all in the property's currency. */
export interface NightRates {
  readonly nightly: number;
  /** of the nights that start on a Friday or Saturday, when it differs */
  readonly weekendNightly?: number | undefined;
  /** no two of which share a night */
  readonly seasons?: readonly Season[] | undefined;
  /** prices of single nights, which stand above the others */
  readonly overrides: ReadonlyMap<LocalDate, number>;
}

/** A rule that says what a night costs, in minor units. */
export interface NightRule {
  readonly rule: 'base' | 'weekend' | 'season' | 'override';
  /** of a season */
  readonly name?: string;
  readonly amount: number;
}

/** Whether the night that starts on `date` is a weekend's: Friday's and Saturday's are. */
export function isWeekendNight(date: LocalDate): boolean {
  const day = weekday(date);
  return day === FRIDAY || day === SATURDAY;
}

/**
 * Every rule that says what the night that starts on `date` costs, in order of precedence: the last one counts. An
 * override stands above a season, that above the weekend's price, and that above the base price (docs/pricing.md).
 */
export function nightRules(rates: NightRates, date: LocalDate): NightRule[] {
  const isWeekend = isWeekendNight(date);
  const season = rates.seasons?.find(({ from, to }) => from <= date && date < to);
  const override = rates.overrides.get(date);
  return [
    { rule: 'base', amount: rates.nightly },
    ...(isWeekend && rates.weekendNightly !== undefined
      ? [{ rule: 'weekend' as const, amount: rates.weekendNightly }]
      : []),
    ...(season ? [{ rule: 'season' as const, name: season.name, amount: seasonPrice(season, isWeekend) }] : []),
    ...(override === undefined ? [] : [{ rule: 'override' as const, amount: override }]),
  ];
}

/** What the night that starts on `date` costs, in minor units. */
export function nightPrice(rates: NightRates, date: LocalDate): number {
  return nightRules(rates, date).at(-1)?.amount ?? rates.nightly;
}

function seasonPrice({ nightly, weekendNightly = nightly }: Season, isWeekend: boolean): number {
  return isWeekend ? weekendNightly : nightly;
}
