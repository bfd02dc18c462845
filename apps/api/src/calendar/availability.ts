import { addDays, instantAt, localDateAt, nightCount, type LocalDate, type Stay, HOUR_MS } from '#dates';
import { takenNights, takenWithin, type Claim } from './claims.js';

/** What of a property decides which stays it takes. */
export interface StayRules {
  readonly timeZone: string;
  readonly checkInFrom: string;
  readonly minNights: number;
  readonly maxNights: number;
  readonly preparationNights: number;
  readonly advanceNoticeHours: number;
  readonly bookingWindowDays: number;
}

/** A rule of the property that a stay breaks, or `unavailable` for nights that are taken. */
export type StayRule = 'min_nights' | 'max_nights' | 'past' | 'notice' | 'window' | 'unavailable';

/** Why a stay cannot be booked. */
export type Reason = {
  /** what is broken */
  rule: StayRule;
  /** the first night that is concerned, where single nights are */
  date?: LocalDate;
  /** the rule's own figure: nights, hours or days */
  value?: number;
};

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
export function openNights(rules: StayRules, now: Date): OpenNights {
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

/**
 * All reasons why a stay cannot be booked at `now`, given the property's claims around it; none when it can. Of taken
 * nights it says only which: who has them, and why, is the host's affair.
 */
export function whyNotBookable(rules: StayRules, stay: Stay, now: Date, claims: readonly Claim[]): Reason[] {
  return [...lengthReasons(rules, stay), ...timeReasons(rules, stay, now), ...takenReasons(rules, stay, claims)];
}

function lengthReasons({ minNights, maxNights }: StayRules, stay: Stay): Reason[] {
  const nights = nightCount(stay);
  if (nights < minNights) return [{ rule: 'min_nights', value: minNights }];
  return nights > maxNights ? [{ rule: 'max_nights', value: maxNights }] : [];
}

function timeReasons(rules: StayRules, stay: Stay, now: Date): Reason[] {
  const open = openNights(rules, now);
  const lastNight = addDays(stay.checkOut, -1);
  const reasons: Reason[] = [];
  const early = closedReason(open, stay.checkIn);
  if (early === 'past') reasons.push({ rule: 'past', date: stay.checkIn });
  if (early === 'notice') reasons.push({ rule: 'notice', date: stay.checkIn, value: rules.advanceNoticeHours });
  if (closedReason(open, lastNight) === 'window') {
    const date = stay.checkIn > open.last ? stay.checkIn : addDays(open.last, 1);
    reasons.push({ rule: 'window', date, value: rules.bookingWindowDays });
  }
  return reasons;
}

/** One reason for each claim that is in the way, in order of dates, with its first night in the stay. */
export function takenReasons(
  rules: Pick<StayRules, 'preparationNights'>,
  stay: Stay,
  claims: readonly Claim[],
): Reason[] {
  const taken = takenWithin(takenNights(claims, rules.preparationNights), stay);
  const dates = taken.map((one) => (one.stay.checkIn > stay.checkIn ? one.stay.checkIn : stay.checkIn));
  return [...new Set(dates)].sort().map((date) => ({ rule: 'unavailable', date }));
}
