import { WEEKDAYS, type Weekday } from '#contracts/properties/weekdays.js';
import { weekday, type LocalDate } from '#dates';

/** What of a property decides which stays it takes. */
export interface StayRules {
  readonly timeZone: string;
  readonly checkInFrom: string;
  readonly minNights: number;
  readonly maxNights: number;
  readonly preparationNights: number;
  readonly advanceNoticeHours: number;
  readonly bookingWindowDays: number;
  readonly checkInDays: readonly Weekday[];
  readonly sellsShortGaps: boolean;
}

/** What stands above the property's rules on one date; null where these count. */
export interface DateRule {
  readonly minNights: number | null;
  readonly maxNights: number | null;
  readonly closedToArrival: boolean;
  readonly closedToDeparture: boolean;
}

/** The rules of those dates that have any. */
export type DateRules = ReadonlyMap<LocalDate, DateRule>;

/** The fewest and the most nights of a stay that begins on `date`: the date's own, or the property's. */
export function lengthsFrom(
  rules: Pick<StayRules, 'minNights' | 'maxNights'>,
  dateRules: DateRules,
  date: LocalDate,
): { minNights: number; maxNights: number } {
  const own = dateRules.get(date);
  return { minNights: own?.minNights ?? rules.minNights, maxNights: own?.maxNights ?? rules.maxNights };
}

/** Whether no stay begins on `date`: it is closed, or its weekday is no day of arrival. */
export function isClosedToArrival({ checkInDays }: StayRules, dateRules: DateRules, date: LocalDate): boolean {
  const day = WEEKDAYS[weekday(date) - 1];
  return dateRules.get(date)?.closedToArrival === true || !checkInDays.some((each) => each === day);
}

/** Whether no stay ends on `date`. */
export function isClosedToDeparture(dateRules: DateRules, date: LocalDate): boolean {
  return dateRules.get(date)?.closedToDeparture === true;
}
