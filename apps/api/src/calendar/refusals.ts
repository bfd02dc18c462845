import type { Stay } from '#dates';
import type { Reason } from './availability.js';
import { DatesUnavailable, StayNotAllowed } from './calendar.errors.js';

/**
 * The refusal of a stay that cannot be booked.
 * @param reasons all of them, at least one
 * @param nearest stays that could be booked instead
 */
export function refusalOf(reasons: Reason[], nearest: readonly Stay[]): StayNotAllowed | DatesUnavailable {
  const broken = reasons.filter(({ rule }) => rule !== 'unavailable');
  if (broken.length === 0) return datesUnavailable(reasons, nearest);
  return new StayNotAllowed(sentence(broken), { data: { reasons, nearest: nearest.map(asData) } });
}

/**
 * The refusal of nights that are taken.
 * @param nearest as with `refusalOf`; left out where nobody asks to stay
 */
export function datesUnavailable(reasons: Reason[], nearest?: readonly Stay[]): DatesUnavailable {
  const dates = reasons.map(({ date }) => date).join(', ');
  return new DatesUnavailable(`Taken from ${dates}.`, {
    data: { reasons, ...(nearest && { nearest: nearest.map(asData) }) },
  });
}

function asData({ checkIn, checkOut }: Stay): { checkIn: string; checkOut: string } {
  return { checkIn, checkOut };
}

function sentence(reasons: readonly Reason[]): string {
  return `It breaks the property’s rules: ${reasons.map(({ rule, value }) => `${rule}${value === undefined ? '' : ` ${value}`}`).join(', ')}.`;
}
