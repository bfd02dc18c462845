import type { BookingMode, CancellationPolicy, PropertyRulesInput } from '#contracts/properties/rules.dto.js';
import { WEEKDAYS, type Weekday } from '#contracts/properties/weekdays.js';
import { InvalidInput } from '#http';

/** Which stays a property takes. */
export interface StayRules {
  readonly bookingMode: BookingMode;
  readonly minNights: number;
  readonly maxNights: number;
  readonly checkInFrom: string;
  readonly checkOutBy: string;
  readonly cancellationPolicy: CancellationPolicy;
  readonly preparationNights: number;
  readonly advanceNoticeHours: number;
  readonly bookingWindowDays: number;
  readonly checkInDays: Weekday[];
  readonly sellsShortGaps: boolean;
}

/** The rules of a property whose host has set none. */
export const USUAL_RULES: StayRules = {
  bookingMode: 'instant',
  minNights: 1,
  maxNights: 365,
  checkInFrom: '15:00',
  checkOutBy: '11:00',
  cancellationPolicy: 'moderate',
  preparationNights: 0,
  advanceNoticeHours: 0,
  bookingWindowDays: 730,
  checkInDays: [...WEEKDAYS],
  sellsShortGaps: false,
};

/** The rules alone, of whatever has them among other things. */
export function stayRulesOf(from: StayRules): StayRules {
  return {
    bookingMode: from.bookingMode,
    minNights: from.minNights,
    maxNights: from.maxNights,
    checkInFrom: from.checkInFrom,
    checkOutBy: from.checkOutBy,
    cancellationPolicy: from.cancellationPolicy,
    preparationNights: from.preparationNights,
    advanceNoticeHours: from.advanceNoticeHours,
    bookingWindowDays: from.bookingWindowDays,
    checkInDays: from.checkInDays,
    sellsShortGaps: from.sellsShortGaps,
  };
}

/**
 * The rules after a change: what is left out stays.
 * @throws InvalidInput when no number of nights would be enough and not too many
 */
export function changedRules(before: StayRules, change: PropertyRulesInput = {}): StayRules {
  const rules = {
    bookingMode: change.bookingMode ?? before.bookingMode,
    minNights: change.minNights ?? before.minNights,
    maxNights: change.maxNights ?? before.maxNights,
    checkInFrom: change.checkInFrom ?? before.checkInFrom,
    checkOutBy: change.checkOutBy ?? before.checkOutBy,
    cancellationPolicy: change.cancellationPolicy ?? before.cancellationPolicy,
    preparationNights: change.preparationNights ?? before.preparationNights,
    advanceNoticeHours: change.advanceNoticeHours ?? before.advanceNoticeHours,
    bookingWindowDays: change.bookingWindowDays ?? before.bookingWindowDays,
    ...changedGapsAndDays(before, change),
  };
  if (rules.minNights > rules.maxNights) {
    throw new InvalidInput([
      { pointer: '/rules/maxNights', code: 'min', message: `must be at least ${rules.minNights}, the fewest nights` },
    ]);
  }
  return rules;
}

function changedGapsAndDays(before: StayRules, { checkInDays, sellsShortGaps }: PropertyRulesInput) {
  return {
    checkInDays: checkInDays ? inOrder(checkInDays) : before.checkInDays,
    sellsShortGaps: sellsShortGaps ?? before.sellsShortGaps,
  };
}

/** From Monday on, as they are stored and shown. */
function inOrder(days: readonly Weekday[]): Weekday[] {
  return WEEKDAYS.filter((day) => days.includes(day));
}
