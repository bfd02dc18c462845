import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '#http';
import { changedPrices, NO_PRICES, refusePricesLeftIn, type PricedByDate, type Prices } from './prices.js';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const usd = (amount: number) => ({ amount, currency: 'USD' });
const before: Prices = { ...NO_PRICES, currency: 'EUR', nightly: 9000, weekendNightly: 11_000, cleaningFee: 3000 };

function refusalOf(change: () => unknown): string[] {
  try {
    change();
  } catch (error) {
    if (error instanceof InvalidInput) return error.details.errors?.map(({ pointer }) => pointer) ?? [];
    throw error;
  }
  return [];
}

describe('changing prices', () => {
  it('takes the currency of the first nightly price', () => {
    expect(changedPrices(NO_PRICES, { nightly: eur(9000) })).toEqual({ ...NO_PRICES, currency: 'EUR', nightly: 9000 });
  });

  it('leaves what is left out as it was', () => {
    expect(changedPrices(before, { cleaningFee: eur(0) })).toEqual({ ...before, cleaningFee: 0 });
    expect(changedPrices(before, {})).toEqual(before);
  });

  it('takes the weekend price away when it is null', () => {
    expect(changedPrices(before, { weekendNightly: null }).weekendNightly).toBeNull();
  });

  it('keeps percentages as basis points', () => {
    const after = changedPrices(before, { weeklyDiscountPercent: 12.35, monthlyDiscountPercent: 0.29 });
    expect([after.weeklyDiscountBp, after.monthlyDiscountBp]).toEqual([1235, 29]);
  });

  it('needs a nightly price first', () => {
    expect(refusalOf(() => changedPrices(NO_PRICES, { cleaningFee: eur(1) }))).toEqual(['/pricing/nightly']);
  });

  it('refuses amounts of different currencies, naming each', () => {
    const change = { nightly: eur(1), cleaningFee: usd(1), petFee: usd(2), extraGuestFee: eur(1) };
    expect(refusalOf(() => changedPrices(NO_PRICES, change))).toEqual([
      '/pricing/cleaningFee/currency',
      '/pricing/petFee/currency',
    ]);
  });

  it('wants every amount that is set in a new currency', () => {
    expect(refusalOf(() => changedPrices(before, { nightly: usd(8000) }))).toEqual([
      '/pricing/weekendNightly',
      '/pricing/cleaningFee',
    ]);
    const all = { nightly: usd(8000), weekendNightly: null, cleaningFee: usd(2000) };
    expect(changedPrices(before, all)).toMatchObject({ currency: 'USD', nightly: 8000, weekendNightly: null });
  });

  it('puts a list of steps in place of that which was, in basis points', () => {
    const steps = { ...before, lengthDiscounts: [[3, 500]] as const, occupancyDiscounts: [[1, 100]] as const };
    const after = changedPrices(steps, {
      securityDeposit: eur(20_000),
      lengthDiscounts: [],
      lastMinuteDiscounts: [
        { days: 0, percent: 30 },
        { days: 3, percent: 12.5 },
      ],
      earlyBirdDiscounts: [{ days: 90, percent: 0.29 }],
    });
    expect(after).toEqual({
      ...before,
      securityDeposit: 20_000,
      lengthDiscounts: [],
      lastMinuteDiscounts: [
        [0, 3000],
        [3, 1250],
      ],
      earlyBirdDiscounts: [[90, 29]],
      occupancyDiscounts: [[1, 100]],
    });
  });

  it('wants prices by date gone before another currency', () => {
    const left = (by: PricedByDate) => refusalOf(() => refusePricesLeftIn('EUR', by));
    expect(left({ seasons: true, nights: false })).toEqual(['/pricing/nightly/currency']);
    expect(left({ seasons: false, nights: true })).toEqual(['/pricing/nightly/currency']);
    expect(left({ seasons: false, nights: false })).toEqual([]);
  });
});
