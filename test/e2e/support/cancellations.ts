/** What a guest who cancels gets back: by the step of the policy that counts then. */
export interface Terms {
  /** of the nights that the host does not keep whole */
  percent: number;
  keptNights: number;
  hasBegun: boolean;
  /** everything, whatever the step says */
  isGrace?: boolean;
}

export const NIGHTLY = 10_000;
export const CLEANING = 5000;
export const PET = 2000;
const FEE_PERCENT = 14;
const TAX_PERCENT = 10;

/**
 * What a stay costs at these prices: nights, cleaning, a pet, the service fee, and 10 % tax on nights and cleaning as
 * they are before the discount.
 */
export function priceOf(nights: number, isTaxed: boolean, discountPercent = 0) {
  const accommodation = nights * NIGHTLY;
  const charged = accommodation - part(accommodation, discountPercent, 100) + CLEANING + PET;
  const fee = part(charged, FEE_PERCENT, 100);
  const tax = isTaxed ? part(accommodation + CLEANING, TAX_PERCENT, 100) : 0;
  return { accommodation, fee, tax, total: charged + fee + tax };
}

/** What goes back, in minor units, worked out by hand from the rules of the domain. */
export function refundOf(nights: number, isTaxed: boolean, { percent, keptNights, hasBegun, isGrace }: Terms): number {
  const { accommodation, fee, tax, total } = priceOf(nights, isTaxed);
  if (isGrace) return total;
  const ofNights = (Math.max(nights - keptNights, 0) * NIGHTLY * percent) / 100;
  const ofCleaning = hasBegun ? 0 : CLEANING;
  return (
    ofNights +
    ofCleaning +
    (hasBegun ? 0 : PET) +
    part(fee, ofNights, accommodation) +
    part(tax, ofNights + ofCleaning, accommodation + CLEANING)
  );
}

function part(amount: number, of: number, whole: number): number {
  return Math.floor((2 * amount * of + whole) / (2 * whole));
}
