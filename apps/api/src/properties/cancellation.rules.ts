import {
  RefundableLineKind,
  type CancellationTermsCode,
  type CancellationTermsDto,
  type LineRefund,
} from '#contracts/cancellation-terms.dto.js';

/*
 * What the policies say. A policy of another name is added in three more places: the enum `CancellationPolicy` in
 * libs/contracts/src/properties/rules.dto.ts, which is what hosts may choose, and, in a new migration, the CHECKs on
 * `cancellation_policy` of properties and bookings. Other terms under a name that is known need nothing but this file:
 * what has been sold keeps its terms with its quote. A policy with a price of its own is in `stay_price` too.
 */

/** The names of the policies that a property may have, and `long_stay`, which takes their place from 28 nights on. */
export type CancellationPolicyCode = CancellationTermsCode;

/**
 * What a guest who cancels gets back in one span of time: the host keeps the nights stayed and `extraNights` more, and of
 * the remaining nights `refundPercent` is refunded.
 */
export interface CancellationStep {
  /**
   * How long before check-in time the step ends: hours on the clock, or days on the calendar at check-in time in the
   * property's zone. The last step has none: it ends with the stay.
   */
  readonly untilBeforeCheckIn?: { readonly days: number } | { readonly hours: number };
  readonly refundPercent: 100 | 50 | 0;
  readonly extraNights: number;
}

/** A full refund for a while after the confirmation, when that came early enough before check-in. */
export interface GracePeriod {
  readonly hoursAfterConfirmation: number;
  readonly minDaysBeforeCheckIn: number;
}

/** A policy as data, in the form in which a property publishes it: the first step whose end is not reached counts. */
export interface CancellationPolicy {
  readonly code: CancellationPolicyCode;
  readonly grace: GracePeriod | null;
  readonly steps: readonly CancellationStep[];
}

/** What becomes of the lines of a price that are not nights, under every policy. */
export const LINE_REFUNDS: Readonly<Record<RefundableLineKind, LineRefund>> = {
  discount: 'share_of_nights',
  cleaning: 'until_check_in',
  extra_guest: 'share_of_nights',
  pet: 'until_check_in',
  guest_service_fee: 'share_of_nights',
  tax: 'share_of_taxed',
};

/** From so many nights on a stay is a long one. */
const LONG_STAY_NIGHTS = 28;

/** What those save on the nights who give up getting anything back: a tenth, in basis points. */
const NON_REFUNDABLE_DISCOUNT = 1000;

const grace: GracePeriod = { hoursAfterConfirmation: 24, minDaysBeforeCheckIn: 7 };
const nothing: CancellationStep = { refundPercent: 0, extraNights: 0 };
const halfUntilAWeekBefore: CancellationStep = { untilBeforeCheckIn: { days: 7 }, refundPercent: 50, extraNights: 0 };

function everything(untilBeforeCheckIn: { days: number } | { hours: number }): CancellationStep {
  return { untilBeforeCheckIn, refundPercent: 100, extraNights: 0 };
}

/**
 * The market's terms: Airbnb's since 1 October 2025 (https://www.airbnb.com/help/article/475), `strict` as before it.
 *
 * `long_stay` is Airbnb's *Firm Long Term*, the milder of its two policies for 28 nights and more: a full refund up to 30
 * days before check-in, after that the next 30 nights are the host's, counted from the day of the cancellation once the
 * stay has begun (https://www.airbnb.com/help/article/1361). Its grace period is ours: Airbnb's is for shorter stays
 * only, but here every policy that refunds at all has one.
 */
export const cancellationPolicies: Readonly<Record<CancellationPolicyCode, CancellationPolicy>> = {
  flexible: { code: 'flexible', grace, steps: [everything({ hours: 24 }), { refundPercent: 100, extraNights: 1 }] },
  moderate: { code: 'moderate', grace, steps: [everything({ days: 5 }), { refundPercent: 50, extraNights: 1 }] },
  limited: { code: 'limited', grace, steps: [everything({ days: 14 }), halfUntilAWeekBefore, nothing] },
  firm: { code: 'firm', grace, steps: [everything({ days: 30 }), halfUntilAWeekBefore, nothing] },
  strict: { code: 'strict', grace, steps: [halfUntilAWeekBefore, nothing] },
  non_refundable: { code: 'non_refundable', grace: null, steps: [nothing] },
  long_stay: { code: 'long_stay', grace, steps: [everything({ days: 30 }), { refundPercent: 100, extraNights: 30 }] },
};

/**
 * The policy that a stay of `nights` gets at a property with policy `code`: its own, or `long_stay` from 28 nights on.
 * What was sold as non-refundable, at a lower price, stays so.
 */
export function policyFor(code: CancellationPolicyCode, nights: number): CancellationPolicy {
  const isLong = nights >= LONG_STAY_NIGHTS && code !== 'non_refundable';
  return cancellationPolicies[isLong ? 'long_stay' : code];
}

/** All terms that a property with policy `code` sells stays on, by the length from which on they count. */
export function termsOf(code: CancellationPolicyCode): CancellationTermsDto[] {
  return [...new Set([policyFor(code, 1), policyFor(code, LONG_STAY_NIGHTS)])].map(publishedTerms);
}

/** Terms as they are published, on a property and on a quote. */
export function publishedTerms({ code, grace: period, steps }: CancellationPolicy): CancellationTermsDto {
  return {
    code,
    fromNights: code === 'long_stay' ? LONG_STAY_NIGHTS : 1,
    ...(period && { grace: { ...period } }),
    steps: steps.map((step) => ({ ...step })),
    otherLines: Object.values(RefundableLineKind).map((kind) => ({ kind, refund: LINE_REFUNDS[kind] })),
  };
}

/** By how much the policy makes the nights cheaper, in basis points; `stay_price` in SQL says the same. */
export function policyDiscount(code: CancellationPolicyCode): number {
  return code === 'non_refundable' ? NON_REFUNDABLE_DISCOUNT : 0;
}
