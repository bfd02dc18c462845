import type { CalendarDayDto, CalendarDto } from '#contracts/calendar.dto.js';
import { nightsOf, type LocalDate, type Stay } from '#dates';
import { nightPrice } from '../properties/nights.rules.js';
import type { BookableProperty } from '../properties/properties.service.js';
import { closedReason, openNights, type OpenNights } from './availability.js';
import { reasonsByNight, takenNights, type Claim, type TakenReason } from './claims.js';

/** The nights of a range of dates, as the host sees them, or as everyone does. */
export function calendarView(
  property: BookableProperty,
  range: Stay,
  claims: readonly Claim[],
  viewer: { now: Date; isHost: boolean },
): CalendarDto {
  const rules = { ...property.rules, timeZone: property.timeZone };
  const open = openNights(rules, viewer.now);
  const taken = reasonsByNight(takenNights(claims, rules.preparationNights), range.checkIn, range.checkOut);
  const data = nightsOf(range).map((date) => dayView(property, date, reasonOf(date, open, taken, viewer.isHost)));
  return { propertyId: property.id, from: range.checkIn, to: range.checkOut, data };
}

function reasonOf(
  date: LocalDate,
  open: OpenNights,
  taken: ReadonlyMap<LocalDate, TakenReason>,
  isHost: boolean,
): CalendarDayDto['reason'] {
  const reason = taken.get(date);
  // The host is told of a booking of last week that it was booked, others that it is past.
  if (isHost) return reason ?? closedReason(open, date);
  return closedReason(open, date) ?? (reason && 'unavailable');
}

function dayView(
  { rates, rules }: BookableProperty,
  date: LocalDate,
  reason: CalendarDayDto['reason'],
): CalendarDayDto {
  return {
    date,
    available: reason === undefined,
    ...(rates && { price: { amount: nightPrice(rates, date), currency: rates.currency } }),
    minNights: rules.minNights,
    ...(reason && { reason }),
  };
}
