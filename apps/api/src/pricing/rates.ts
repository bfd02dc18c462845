import { type LocalDate } from '#dates';
import { type DiscountStep } from '../properties/discount-steps.rules.js';
import { type Season } from '../properties/nights.rules.js';
import { type TaxRule } from './tax-rules.js';

/**
 * What a property charges, and the platform on top. Amounts are integer minor units of `currency` and never negative;
 * percentages are whole basis points (12.5 % = 1250), 0 to 10,000.
 */
export interface Rates {
  readonly currency: string;
  /** Price of a night, unless a weekend's, a season's or an override says otherwise. */
  readonly nightly: number;
  /** Price of the nights that start on a Friday or a Saturday. */
  readonly weekendNightly?: number | undefined;
  /** Once a stay. */
  readonly cleaningFee?: number | undefined;
  /** For each guest above `guestsIncluded`, each night. */
  readonly extraGuestFee?: number | undefined;
  /** How many guests the nightly price covers; 1 unless told. */
  readonly guestsIncluded?: number | undefined;
  /** Once a stay, however many pets there are. */
  readonly petFee?: number | undefined;
  /** Off the nights, from 7 nights on. */
  readonly weeklyDiscountBasisPoints: number;
  /** Off the nights, from 28 nights on; does not add to the weekly discount: the larger of the two counts. */
  readonly monthlyDiscountBasisPoints: number;
  /** Off the nights, by their number; the largest that it reaches counts, the two above among them. */
  readonly lengthDiscounts?: readonly DiscountStep[] | undefined;
  /** Off the nights, by the days to the arrival, at most so many. */
  readonly lastMinuteDiscounts?: readonly DiscountStep[] | undefined;
  /** Off the nights, by the days to the arrival, at least so many. */
  readonly earlyBirdDiscounts?: readonly DiscountStep[] | undefined;
  /** Off the nights, by the adults and children, at most so many; the first that the party fits in counts. */
  readonly occupancyDiscounts?: readonly DiscountStep[] | undefined;
  /** Off what the nights cost after that, for their cancellation policy (`policyDiscount`). */
  readonly policyDiscountBasisPoints: number;
  /** Prices of ranges of dates, which stand above nightly and weekend prices; no two share a night. */
  readonly seasons?: readonly Season[] | undefined;
  /** Prices of single nights, which stand above all others. */
  readonly overrides: ReadonlyMap<LocalDate, number>;
  readonly guestServiceFeeBasisPoints: number;
  readonly hostServiceFeeBasisPoints: number;
  readonly taxes: readonly TaxRule[];
}
