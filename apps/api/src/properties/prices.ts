import type { MoneyDto } from '#contracts/money.dto.js';
import type { PropertyPricingInput } from '#contracts/properties/pricing.dto.js';
import { InvalidInput, type FieldError } from '#http';

/** A property's prices as its columns have them: minor units of `currency`, discounts in basis points. */
export interface Prices {
  currency: string | null;
  nightly: number | null;
  weekendNightly: number | null;
  cleaningFee: number;
  extraGuestFee: number;
  guestsIncluded: number;
  petFee: number;
  weeklyDiscountBp: number;
  monthlyDiscountBp: number;
}

/** Those of a property that has none yet. */
export const NO_PRICES: Prices = {
  currency: null,
  nightly: null,
  weekendNightly: null,
  cleaningFee: 0,
  extraGuestFee: 0,
  guestsIncluded: 1,
  petFee: 0,
  weeklyDiscountBp: 0,
  monthlyDiscountBp: 0,
};

const AMOUNTS = ['nightly', 'weekendNightly', 'cleaningFee', 'extraGuestFee', 'petFee'] as const;

/**
 * The prices after a change. All amounts have one currency, so another currency needs every amount that is set to
 * come along.
 * @throws InvalidInput naming each amount that does not fit
 */
export function changedPrices(before: Prices, change: PropertyPricingInput): Prices {
  const currency = change.nightly?.currency ?? before.currency;
  if (currency === null)
    throw new InvalidInput([{ pointer: '/pricing/nightly', code: 'missing', message: 'is needed first' }]);
  const errors = AMOUNTS.flatMap((name) => currencyErrors(name, currency, before, change[name]));
  if (errors.length > 0) throw new InvalidInput(errors);
  return {
    currency,
    ...changedNights(before, change),
    ...changedFees(before, change),
    ...changedDiscounts(before, change),
  };
}

function changedNights(before: Prices, { nightly, weekendNightly }: PropertyPricingInput) {
  return {
    nightly: nightly?.amount ?? before.nightly,
    weekendNightly: weekendNightly === null ? null : (weekendNightly?.amount ?? before.weekendNightly),
  };
}

function changedFees(before: Prices, change: PropertyPricingInput) {
  return {
    cleaningFee: change.cleaningFee?.amount ?? before.cleaningFee,
    extraGuestFee: change.extraGuestFee?.amount ?? before.extraGuestFee,
    guestsIncluded: change.guestsIncluded ?? before.guestsIncluded,
    petFee: change.petFee?.amount ?? before.petFee,
  };
}

function changedDiscounts(before: Prices, { weeklyDiscountPercent, monthlyDiscountPercent }: PropertyPricingInput) {
  return {
    weeklyDiscountBp: basisPoints(weeklyDiscountPercent) ?? before.weeklyDiscountBp,
    monthlyDiscountBp: basisPoints(monthlyDiscountPercent) ?? before.monthlyDiscountBp,
  };
}

function currencyErrors(
  name: (typeof AMOUNTS)[number],
  currency: string,
  before: Prices,
  changed: MoneyDto | null | undefined,
): FieldError[] {
  const pointer = `/pricing/${name}`;
  if (changed && changed.currency !== currency) {
    return [
      { pointer: `${pointer}/currency`, code: 'one_currency', message: `must be ${currency}, as the nightly price` },
    ];
  }
  const staysBehind = changed === undefined && before.currency !== null && before.currency !== currency && before[name];
  return staysBehind
    ? [{ pointer, code: 'one_currency', message: `is in ${before.currency}: send it in ${currency}` }]
    : [];
}

function basisPoints(percent: number | undefined): number | undefined {
  return percent === undefined ? undefined : Math.round(percent * 100);
}
