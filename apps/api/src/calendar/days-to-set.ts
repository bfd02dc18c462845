import { DaysToSetDto, SetCalendarDaysDto } from '#contracts/calendar-days.dto.js';
import { addDays, isLocalDate, nightCount, nightsOf, type LocalDate, type Stay } from '#dates';
import { crossRule, type FieldError } from '#http';
import { lengthsFrom, type DateRule, type DateRules, type StayRules } from './stay.rules.js';

/** The most days of a range. */
const MAX_RANGE_DAYS = 750;
/** The longest booking window: what is further ahead cannot be booked. */
const MAX_DAYS_AHEAD = 1095;

/** What is set for one day; what is undefined stays. */
type DaySettings = Omit<DaysToSetDto, 'from' | 'to'>;

/** What is set for one day, and the place in the list of the last range that does so. */
export interface DayToSet extends DaySettings {
  readonly range: number;
}

const SETTINGS = ['minNights', 'maxNights', 'closedToArrival', 'closedToDeparture', 'price'] as const;

/** What of ranges is wrong whatever the property is like. */
function rangeErrors(day: unknown, index: number): FieldError[] {
  if (!(day instanceof DaysToSetDto)) return [];
  const pointer = `/days/${index}`;
  return [
    ...lengthErrors(day, pointer),
    ...(SETTINGS.every((name) => day[name] === undefined)
      ? [{ pointer, code: 'nothing_set', message: `must set one of ${SETTINGS.join(', ')}` }]
      : []),
    ...(typeof day.minNights === 'number' && typeof day.maxNights === 'number' && day.minNights > day.maxNights
      ? [tooFew(index, day.minNights)]
      : []),
  ];
}

function lengthErrors({ from, to }: Pick<DaysToSetDto, 'from' | 'to'>, pointer: string): FieldError[] {
  if (![from, to].every((date) => typeof date === 'string' && isLocalDate(date))) return [];
  if (to <= from) return [{ pointer: `${pointer}/to`, code: 'after', message: 'must be after from' }];
  return nightCount(rangeOf({ from, to })) > MAX_RANGE_DAYS
    ? [{ pointer: `${pointer}/to`, code: 'max', message: `must be at most ${MAX_RANGE_DAYS} days after from` }]
    : [];
}

crossRule(SetCalendarDaysDto, (_sound, given) =>
  'days' in given && Array.isArray(given.days) ? given.days.flatMap(rangeErrors) : [],
);

/** What of ranges, each of them sound, does not fit a property: dates that are over or too far ahead, another currency. */
export function misfits(ranges: readonly DaysToSetDto[], today: LocalDate, currency: string | undefined): FieldError[] {
  const [first, end] = [addDays(today, -1), addDays(today, MAX_DAYS_AHEAD + 1)];
  return ranges.flatMap(({ from, to, price }, index) => {
    const pointer = `/days/${index}`;
    return [
      ...(from < first ? [{ pointer: `${pointer}/from`, code: 'min', message: `must be ${first} or later` }] : []),
      ...(to > end ? [{ pointer: `${pointer}/to`, code: 'max', message: `must be ${end} or earlier` }] : []),
      ...(price ? priceErrors(price.currency, currency, `${pointer}/price`) : []),
    ];
  });
}

function priceErrors(given: string, currency: string | undefined, pointer: string): FieldError[] {
  if (currency === undefined)
    return [{ pointer, code: 'missing', message: 'needs a nightly price of the property first' }];
  if (given === currency) return [];
  return [
    { pointer: `${pointer}/currency`, code: 'one_currency', message: `must be ${currency}, as the nightly price` },
  ];
}

/** From the first day that is named to the last. */
export function hullOf(ranges: readonly DaysToSetDto[]): Stay {
  return {
    checkIn: ranges.map(({ from }) => from).reduce((one, other) => (one < other ? one : other)),
    checkOut: ranges.map(({ to }) => to).reduce((one, other) => (one > other ? one : other)),
  };
}

/** What is set for each day: of two ranges that set the same, what the later says. */
export function daysToSet(ranges: readonly DaysToSetDto[]): Map<LocalDate, DayToSet> {
  const days = new Map<LocalDate, DayToSet>();
  for (const [range, { from, to, ...settings }] of ranges.entries()) {
    const said: DaySettings = withoutUndefined(settings);
    for (const date of nightsOf(rangeOf({ from, to }))) days.set(date, { ...days.get(date), ...said, range });
  }
  return days;
}

/** A copy that has only what was sent: the fields of a contract class are all there, be they undefined. */
export function withoutUndefined<Sent extends object>(sent: Sent): Partial<Sent> {
  const copy: Partial<Sent> = {};
  for (const name of Object.keys(sent) as (keyof Sent)[]) if (sent[name] !== undefined) copy[name] = sent[name];
  return copy;
}

/** The rule of a date after it was set; null when it says nothing any more. */
export function changedRule(before: DateRule | undefined, day: DaySettings): DateRule | null {
  const rule = {
    minNights: settingOf(before?.minNights, day.minNights),
    maxNights: settingOf(before?.maxNights, day.maxNights),
    closedToArrival: settingOf(before?.closedToArrival, day.closedToArrival) ?? false,
    closedToDeparture: settingOf(before?.closedToDeparture, day.closedToDeparture) ?? false,
  };
  const says = Object.values(rule).some((value) => value !== null && value !== false);
  return says ? rule : null;
}

function settingOf<Value>(before: Value | null | undefined, set: Value | null | undefined): Value | null {
  return (set === undefined ? before : set) ?? null;
}

/** Of each range that sets a length so that on some day no number of nights is enough and not too many. */
export function impossibleLengths(
  rules: Pick<StayRules, 'minNights' | 'maxNights'>,
  days: ReadonlyMap<LocalDate, DayToSet>,
  after: DateRules,
): FieldError[] {
  const errors = new Map<number, FieldError>();
  for (const [date, { range, minNights, maxNights }] of days) {
    const lengths = lengthsFrom(rules, after, date);
    const isSet = minNights !== undefined || maxNights !== undefined;
    if (isSet && lengths.minNights > lengths.maxNights)
      errors.set(range, errors.get(range) ?? tooFew(range, lengths.minNights, date));
  }
  return [...errors.values()];
}

function tooFew(range: number, minNights: number, date?: LocalDate): FieldError {
  const where = date === undefined ? '' : ` on ${date}`;
  return {
    pointer: `/days/${range}/maxNights`,
    code: 'min',
    message: `must be at least ${minNights}, the fewest nights${where}`,
  };
}

function rangeOf({ from, to }: Pick<DaysToSetDto, 'from' | 'to'>): Stay {
  return { checkIn: from, checkOut: to };
}
