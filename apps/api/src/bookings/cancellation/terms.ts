import { addDays, HOUR_MS, instantAt, nightsOf, type Stay } from '#dates';
import { type CancellationPolicy, type CancellationStep } from '../../properties/cancellation.rules.js';

/** A stay with what turns its dates into instants. */
export interface PlacedStay {
  readonly stay: Stay;
  /** `HH:mm`; days begin at this time, also for counting the nights stayed. */
  readonly checkInTime: string;
  /** The property's IANA zone. */
  readonly zone: string;
}

/** What a cancellation by the guest at some instant means. */
export interface CancellationTerms {
  readonly rule: 'grace' | 'step';
  readonly refundPercent: number;
  /** The nights, from the first, that the host keeps whole. */
  readonly keptNights: number;
  /** Whether check-in time has come. */
  readonly hasBegun: boolean;
  /** When cancelling may begin to cost more; `null` when it no longer can. */
  readonly validUntil: Date | null;
}

/** The terms on which a guest may cancel at `now`. A deadline's own instant is after it. */
export function termsAt(
  policy: CancellationPolicy,
  placed: PlacedStay,
  confirmedAt: Date,
  now: Date,
): CancellationTerms {
  const graceEnd = graceEndOf(policy, placed, confirmedAt);
  if (graceEnd && now < graceEnd) {
    return { rule: 'grace', refundPercent: 100, keptNights: 0, hasBegun: false, validUntil: graceEnd };
  }
  const nightStarts = nightsOf(placed.stay).map((date) => instantAt(date, placed.checkInTime, placed.zone));
  const step = policy.steps.find((candidate) => !isPast(endOf(candidate, placed), now)) ?? NO_REFUND;
  const nightsStayed = nightStarts.filter((start) => start <= now).length;
  const keptNights = Math.min(nightsStayed + step.extraNights, nightStarts.length);
  const canKeepMore = step.refundPercent > 0 && keptNights < nightStarts.length;
  return {
    rule: 'step',
    refundPercent: step.refundPercent,
    keptNights,
    hasBegun: nightsStayed > 0,
    validUntil: earliestAfter(now, [endOf(step, placed), ...(canKeepMore ? nightStarts : nightStarts.slice(0, 1))]),
  };
}

const NO_REFUND: CancellationStep = { refundPercent: 0, extraNights: 0 };

/** When the grace period ends; none when the policy has none, or the confirmation came too late for it. */
function graceEndOf({ grace }: CancellationPolicy, placed: PlacedStay, confirmedAt: Date): Date | undefined {
  if (!grace || confirmedAt > daysBeforeCheckIn(placed, grace.minDaysBeforeCheckIn)) return undefined;
  return new Date(confirmedAt.getTime() + grace.hoursAfterConfirmation * HOUR_MS);
}

function endOf({ untilBeforeCheckIn }: CancellationStep, placed: PlacedStay): Date | undefined {
  if (!untilBeforeCheckIn) return undefined;
  if ('days' in untilBeforeCheckIn) return daysBeforeCheckIn(placed, untilBeforeCheckIn.days);
  return new Date(daysBeforeCheckIn(placed, 0).getTime() - untilBeforeCheckIn.hours * HOUR_MS);
}

function daysBeforeCheckIn({ stay, checkInTime, zone }: PlacedStay, days: number): Date {
  return instantAt(addDays(stay.checkIn, -days), checkInTime, zone);
}

function isPast(end: Date | undefined, now: Date): boolean {
  return end !== undefined && end <= now;
}

function earliestAfter(now: Date, candidates: readonly (Date | undefined)[]): Date | null {
  const later = candidates.filter((candidate) => candidate !== undefined && candidate > now);
  return later.length === 0 ? null : new Date(Math.min(...later.map(Number)));
}
