import type { CalendarDayDto } from '#contracts/calendar.dto.js';
import type { MoneyDto } from '#contracts/money.dto.js';
import type { PlannedDaysDto } from '#contracts/planning-board.dto.js';
import type { LocalDate } from '#dates';
import { isWeekendNight } from '../../properties/nights.rules.js';
import type { DateRules } from '../stay.rules.js';

/** Days in a row, while they are gathered: what weeknights and weekend nights cost, as far as there were any. */
interface Run {
  first: CalendarDayDto;
  key: string;
  weeknight?: MoneyDto;
  weekend?: MoneyDto;
}

/**
 * The days of a calendar as runs of which the same can be said, so that a year is told in a few lines: weekday and weekend
 * prices, and days of arrival, which alternate by the week, do not part them.
 * @param days one a date, in order
 */
export function dayRuns(days: readonly CalendarDayDto[], end: LocalDate, dateRules: DateRules): PlannedDaysDto[] {
  const runs: Run[] = [];
  for (const day of days) {
    const key = keyOf(day, dateRules);
    const slot = isWeekendNight(day.date) ? 'weekend' : 'weeknight';
    let run = runs.at(-1);
    if (run?.key !== key || (run[slot] && run[slot].amount !== day.price?.amount)) {
      run = { first: day, key };
      runs.push(run);
    }
    if (day.price) run[slot] = day.price;
  }
  return runs.map((run, index) => runView(run, runs[index + 1]?.first.date ?? end, dateRules));
}

/** All that has to be the same, but for prices. */
function keyOf({ date, minNights, maxNights, reasons }: CalendarDayDto, dateRules: DateRules): string {
  const { closedToArrival = false, closedToDeparture = false } = dateRules.get(date) ?? {};
  const why = reasons.map(({ rule }) => rule).join();
  return `${minNights} ${maxNights} ${closedToArrival} ${closedToDeparture} ${why}`;
}

function runView({ first, weeknight, weekend }: Run, to: LocalDate, dateRules: DateRules): PlannedDaysDto {
  const { closedToArrival = false, closedToDeparture = false } = dateRules.get(first.date) ?? {};
  const nightly = weeknight ?? weekend;
  return {
    from: first.date,
    to,
    ...(nightly && { nightly }),
    ...(weekend && weekend.amount !== nightly?.amount && { weekendNightly: weekend }),
    minNights: first.minNights,
    maxNights: first.maxNights,
    closedToArrival,
    closedToDeparture,
    available: first.available,
    reasons: first.reasons,
  };
}
