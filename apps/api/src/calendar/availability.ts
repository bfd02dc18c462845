import type { StayRule } from '#contracts/calendar.dto.js';
import { addDays, nightCount, type LocalDate, type Stay } from '#dates';
import { takenNights, takenWithin, type Claim, type TakenNights } from './claims.js';
import { fillsGap } from './gaps.js';
import { closedBy, closedReason, openNights, type OpenNights } from './open-nights.js';
import { isClosedToArrival, isClosedToDeparture, lengthsFrom, type DateRules, type StayRules } from './stay.rules.js';

/** Why a stay cannot be booked, or a night not stayed. */
export type Reason = {
  /** what is broken; `unavailable` for nights that are taken */
  rule: StayRule;
  /** the date of arrival or departure that does not go, or the first night that is concerned */
  date: LocalDate;
  /** the rule's own figure: nights, hours or days */
  value?: number;
};

/** What a property's calendar has of some dates. */
export interface Entries {
  readonly claims: readonly Claim[];
  readonly dateRules: DateRules;
}

/**
 * All reasons why a stay cannot be booked at `now`; none when it can. What each rule means is in docs/calendar.md. Of taken
 * nights it says only which: who has them, and why, is the host's affair.
 * @param entries rules of the stay's two dates; claims on its nights, on those beside it, and as far around these as the
 *   place is prepared
 */
export function whyNotBookable(rules: StayRules, stay: Stay, now: Date, { claims, dateRules }: Entries): Reason[] {
  const open = openNights(rules, now);
  const taken = takenNights(claims, rules.preparationNights);
  const nightsTaken = takenReasons(taken, stay);
  const isGap = rules.sellsShortGaps && nightsTaken.length === 0 && fillsGap(stay, open, taken);
  return [
    ...lengthReasons(lengthsFrom(rules, dateRules, stay.checkIn), stay, isGap),
    ...closedReasons(rules, dateRules, stay),
    ...timeReasons(rules, open, stay),
    ...nightsTaken,
  ];
}

function lengthReasons(
  { minNights, maxNights }: Pick<StayRules, 'minNights' | 'maxNights'>,
  stay: Stay,
  isGap: boolean,
): Reason[] {
  const nights = nightCount(stay);
  const date = stay.checkIn;
  return [
    ...(nights < minNights && !isGap ? [{ rule: 'min_nights' as const, date, value: minNights }] : []),
    ...(nights > maxNights ? [{ rule: 'max_nights' as const, date, value: maxNights }] : []),
  ];
}

function closedReasons(rules: StayRules, dateRules: DateRules, { checkIn, checkOut }: Stay): Reason[] {
  return [
    ...(isClosedToArrival(rules, dateRules, checkIn) ? [{ rule: 'closed_to_arrival' as const, date: checkIn }] : []),
    ...(isClosedToDeparture(dateRules, checkOut) ? [{ rule: 'closed_to_departure' as const, date: checkOut }] : []),
  ];
}

function timeReasons(rules: StayRules, open: OpenNights, stay: Stay): Reason[] {
  const reasons: Reason[] = [];
  const early = closedReason(open, stay.checkIn);
  if (early === 'past' || early === 'notice')
    reasons.push({ rule: early, date: stay.checkIn, ...closedBy(rules, early) });
  if (closedReason(open, addDays(stay.checkOut, -1)) === 'window') {
    const date = stay.checkIn > open.last ? stay.checkIn : addDays(open.last, 1);
    reasons.push({ rule: 'window', date, ...closedBy(rules, 'window') });
  }
  return reasons;
}

/** One reason for each claim that is in the way, in order of dates, with its first night in the stay. */
export function takenReasons(taken: readonly TakenNights[], stay: Stay): Reason[] {
  const dates = takenWithin(taken, stay).map((one) =>
    one.stay.checkIn > stay.checkIn ? one.stay.checkIn : stay.checkIn,
  );
  return [...new Set(dates)].sort().map((date) => ({ rule: 'unavailable', date }));
}
