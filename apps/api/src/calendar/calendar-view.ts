import type { CalendarDayDto, CalendarDto, StayRule } from '#contracts/calendar.dto.js';
import { nightsOf, type LocalDate, type Stay } from '#dates';
import { nightPrice } from '../properties/nights.rules.js';
import type { BookableProperty } from '../properties/properties.service.js';
import type { Entries, Reason } from './availability.js';
import { reasonsByNight, takenNights, type TakenReason } from './claims.js';
import { around, type Dates } from './entries.queries.js';
import { gapsBetween } from './gaps.js';
import { closedBy, closedReason, openNights, type OpenNights } from './open-nights.js';
import { isClosedToArrival, isClosedToDeparture, lengthsFrom, type DateRules, type StayRules } from './stay.rules.js';

const LONGEST_STAY_NIGHTS = 1125;

/** Who looks at a calendar, and when. */
export interface Viewer {
  now: Date;
  isHost: boolean;
}

/** All that the days of a calendar are told from. */
interface Known {
  property: BookableProperty;
  rules: StayRules;
  open: OpenNights;
  taken: ReadonlyMap<LocalDate, TakenReason>;
  gaps: ReadonlyMap<LocalDate, number>;
  dateRules: DateRules;
  isHost: boolean;
}

/**
 * The nights of a range of dates, as the host sees them, or as everyone does. A stay can be booked exactly when all of its
 * nights are available, it may begin and end on its dates, and has as many nights as its first day says.
 * @param entries of the range, and beyond it as `aroundView` says
 */
export function calendarView(property: BookableProperty, range: Stay, entries: Entries, viewer: Viewer): CalendarDto {
  const rules = { ...property.rules, timeZone: property.timeZone };
  const open = openNights(rules, viewer.now);
  const taken = takenNights(entries.claims, rules.preparationNights);
  const known: Known = {
    property,
    rules,
    open,
    taken: reasonsByNight(taken, range.checkIn, range.checkOut),
    gaps: rules.sellsShortGaps ? gapsBetween(open, taken) : new Map(),
    dateRules: entries.dateRules,
    isHost: viewer.isHost,
  };
  const data = nightsOf(range).map((date) => dayView(known, date));
  return { propertyId: property.id, from: range.checkIn, to: range.checkOut, data };
}

function dayView(known: Known, date: LocalDate): CalendarDayDto {
  const { property, rules, dateRules, gaps } = known;
  const { rates } = property;
  const reasons = reasonsOf(known, date);
  const { minNights, maxNights } = lengthsFrom(rules, dateRules, date);
  return {
    date,
    available: reasons.length === 0,
    ...(rates && { price: { amount: nightPrice(rates, date), currency: rates.currency } }),
    // What begins with a gap may be as short as the gap, and cannot be longer.
    minNights: Math.min(minNights, gaps.get(date) ?? minNights),
    maxNights,
    checkIn: !isClosedToArrival(rules, dateRules, date),
    checkOut: !isClosedToDeparture(dateRules, date),
    reasons,
  };
}

/** Others than the host learn of taken nights only that they are, and not even that of the past. */
function reasonsOf({ rules, open, taken, isHost }: Known, date: LocalDate): Reason[] {
  const closed = closedReason(open, date);
  const reason = taken.get(date);
  const seen: StayRule | undefined = isHost ? reason : reason && closed !== 'past' ? 'unavailable' : undefined;
  return [
    ...(closed ? [{ rule: closed, date, ...closedBy(rules, closed) }] : []),
    ...(seen ? [{ rule: seen, date }] : []),
  ];
}

/** What has to be read for a view of a range: also what is behind it, as far as gaps may go that begin within it. */
export function aroundView(properties: readonly BookableProperty[], range: Stay): Dates {
  const preparationNights = Math.max(0, ...properties.map(({ rules }) => rules.preparationNights));
  return around(
    range,
    preparationNights,
    properties.some(({ rules }) => rules.sellsShortGaps) ? LONGEST_STAY_NIGHTS : 1,
  );
}
