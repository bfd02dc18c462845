import { type LocalDate } from '#dates';
import { type TaxRule } from './tax-rules.js';

/**
 * What a property charges, and the platform on top. Amounts are integer minor units of `currency` and never negative;
 * percentages are whole basis points (12.5 % = 1250), 0 to 10,000.
 */
export interface Rates {
  readonly currency: string;
  /** Price of a night, unless a weekend's or an override says otherwise. */
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
  /** Off what the nights cost after that, for their cancellation policy (`policyDiscount`). */
  readonly policyDiscountBasisPoints: number;
  /** Prices of single nights, which stand above nightly and weekend prices. */
  readonly overrides: ReadonlyMap<LocalDate, number>;
  readonly guestServiceFeeBasisPoints: number;
  readonly hostServiceFeeBasisPoints: number;
  readonly taxes: readonly TaxRule[];
}
