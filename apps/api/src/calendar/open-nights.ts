import { addDays, instantAt, localDateAt, type LocalDate, HOUR_MS } from '#dates';
import type { StayRules } from './stay.rules.js';

type TimeRules = Pick<StayRules, 'timeZone' | 'checkInFrom' | 'advanceNoticeHours' | 'bookingWindowDays'>;

/** The nights that a property takes at an instant, whatever is claimed. */
export interface OpenNights {
  /** today, at the property */
  readonly today: LocalDate;
  /** the first night that can be booked: today, or later when notice is needed */
  readonly first: LocalDate;
  /** the last night that can be booked */
  readonly last: LocalDate;
}

/**
 * The nights that are open at `now`. Notice is measured to the instant of check-in at the property: with 24 hours and
 * check-in from 15:00, tomorrow is open until today at 15:00; without notice, today is open until its check-in time.
 */
export function openNights(rules: TimeRules, now: Date): OpenNights {
  const today = localDateAt(now, rules.timeZone);
  const noticed = new Date(now.getTime() + rules.advanceNoticeHours * HOUR_MS);
  const noticedDate = localDateAt(noticed, rules.timeZone);
  const inTime = instantAt(noticedDate, rules.checkInFrom, rules.timeZone) >= noticed;
  return {
    today,
    first: inTime ? noticedDate : addDays(noticedDate, 1),
    last: addDays(today, rules.bookingWindowDays),
  };
}

/** Why the night cannot be part of any stay, whatever is claimed; undefined when it can. */
export function closedReason(open: OpenNights, night: LocalDate): 'past' | 'notice' | 'window' | undefined {
  if (night < open.today) return 'past';
  if (night < open.first) return 'notice';
  return night > open.last ? 'window' : undefined;
}

/** The figure of the rule that closes a night: hours of notice, days of the window. */
export function closedBy(rules: TimeRules, rule: 'past' | 'notice' | 'window'): { value?: number } {
  const values = { past: undefined, notice: rules.advanceNoticeHours, window: rules.bookingWindowDays };
  const value = values[rule];
  return value === undefined ? {} : { value };
}
