import type { MoneyDto } from '#contracts/money.dto.js';
import type { PropertyPricingInput } from '#contracts/properties/pricing.dto.js';
import { InvalidInput, type FieldError } from '#http';
import type { DiscountStep } from './discount-steps.rules.js';

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
  /** authorised, never part of a price */
  securityDeposit: number;
  /** by nights, at least */
  lengthDiscounts: readonly DiscountStep[];
  /** by days ahead, at most */
  lastMinuteDiscounts: readonly DiscountStep[];
  /** by days ahead, at least */
  earlyBirdDiscounts: readonly DiscountStep[];
  /** by adults and children, at most */
  occupancyDiscounts: readonly DiscountStep[];
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
  securityDeposit: 0,
  lengthDiscounts: [],
  lastMinuteDiscounts: [],
  earlyBirdDiscounts: [],
  occupancyDiscounts: [],
};

const AMOUNTS = ['nightly', 'weekendNightly', 'cleaningFee', 'extraGuestFee', 'petFee', 'securityDeposit'] as const;

type MaybeUnset = 'currency' | 'nightly' | 'weekendNightly';

/** The prices alone, of whatever has them among other things; a property that is being made has some of them unset. */
export function pricesOf(from: Omit<Prices, MaybeUnset> & { [Name in MaybeUnset]?: Prices[Name] | undefined }): Prices {
  return {
    currency: from.currency ?? null,
    nightly: from.nightly ?? null,
    weekendNightly: from.weekendNightly ?? null,
    cleaningFee: from.cleaningFee,
    extraGuestFee: from.extraGuestFee,
    guestsIncluded: from.guestsIncluded,
    petFee: from.petFee,
    weeklyDiscountBp: from.weeklyDiscountBp,
    monthlyDiscountBp: from.monthlyDiscountBp,
    securityDeposit: from.securityDeposit,
    lengthDiscounts: from.lengthDiscounts,
    lastMinuteDiscounts: from.lastMinuteDiscounts,
    earlyBirdDiscounts: from.earlyBirdDiscounts,
    occupancyDiscounts: from.occupancyDiscounts,
  };
}

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
    ...changedSteps(before, change),
  };
}

/** Which prices by date there are beside those of `Prices`, in the same currency. */
export interface PricedByDate {
  seasons: boolean;
  /** prices of single nights */
  nights: boolean;
}

/** Prices by date are not sent with the others, so they have to go before the currency does. @throws InvalidInput */
export function refusePricesLeftIn(currency: string, { seasons, nights }: PricedByDate): void {
  const left = [...(seasons ? ['seasons'] : []), ...(nights ? ['prices of single nights'] : [])].join(' and ');
  if (left === '') return;
  const message = `there are ${left} in ${currency}: take them away first`;
  throw new InvalidInput([{ pointer: '/pricing/nightly/currency', code: 'one_currency', message }]);
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
    securityDeposit: change.securityDeposit?.amount ?? before.securityDeposit,
  };
}

function changedDiscounts(before: Prices, { weeklyDiscountPercent, monthlyDiscountPercent }: PropertyPricingInput) {
  return {
    weeklyDiscountBp: basisPoints(weeklyDiscountPercent) ?? before.weeklyDiscountBp,
    monthlyDiscountBp: basisPoints(monthlyDiscountPercent) ?? before.monthlyDiscountBp,
  };
}

function changedSteps(before: Prices, change: PropertyPricingInput) {
  const { lengthDiscounts, lastMinuteDiscounts, earlyBirdDiscounts, occupancyDiscounts } = change;
  return {
    lengthDiscounts: lengthDiscounts?.map(({ nights, percent }) => step(nights, percent)) ?? before.lengthDiscounts,
    lastMinuteDiscounts:
      lastMinuteDiscounts?.map(({ days, percent }) => step(days, percent)) ?? before.lastMinuteDiscounts,
    earlyBirdDiscounts:
      earlyBirdDiscounts?.map(({ days, percent }) => step(days, percent)) ?? before.earlyBirdDiscounts,
    occupancyDiscounts:
      occupancyDiscounts?.map(({ guests, percent }) => step(guests, percent)) ?? before.occupancyDiscounts,
  };
}

function step(threshold: number, percent: number): DiscountStep {
  return [threshold, Math.round(percent * 100)];
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
