import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dateOfDay } from '#dates';
import { nightPrice } from '../../properties/nights.rules.js';
import { nightPricesOf } from './night-prices.js';
import type { NightRun } from './nights.js';

/** A Monday. */
const MONDAY = 4;

function run(day: number, nights: number, price: number | undefined): NightRun {
  return { day, nights, row: 2, available: true, price };
}

describe('prices of nights', () => {
  it('takes the price of the listing where the calendar names none', () => {
    expect(nightPricesOf(7000, [run(MONDAY, 7, undefined)])).toEqual({
      nightly: 7000,
      weekendNightly: undefined,
      own: undefined,
      beyond: 0,
    });
  });

  it('takes what most nights cost, so that a calendar of one price needs no exceptions', () => {
    expect(nightPricesOf(8500, [run(MONDAY, 365, 7000)])).toMatchObject({
      nightly: 7000,
      weekendNightly: undefined,
      own: undefined,
    });
  });

  it('knows a weekend by its Friday and Saturday', () => {
    const week = (start: number) => [run(start, 4, 7000), run(start + 4, 2, 9000), run(start + 6, 1, 7000)];
    expect(nightPricesOf(undefined, [...week(MONDAY), ...week(MONDAY + 7)])).toMatchObject({
      nightly: 7000,
      weekendNightly: 9000,
      own: undefined,
    });
  });

  it('names the nights that cost something else, from the first of them to the last', () => {
    const { own } =
      nightPricesOf(7000, [
        run(MONDAY, 20, 7000),
        run(MONDAY + 20, 1, 9900),
        run(MONDAY + 21, 1, 7000),
        run(MONDAY + 22, 1, 9900),
        run(MONDAY + 23, 20, 7000),
      ]) ?? {};
    expect(own).toEqual({ firstDay: MONDAY + 20, amounts: [9900, null, 9900] });
  });

  it('prefers the price of the listing where two are as frequent, else the lower', () => {
    const runs = [run(MONDAY, 1, 9000), run(MONDAY + 1, 1, 7000)];
    expect(nightPricesOf(9000, runs)?.nightly).toBe(9000);
    expect(nightPricesOf(8000, runs)?.nightly).toBe(7000);
  });

  it('has no price where neither has one', () => {
    expect(nightPricesOf(undefined, [run(MONDAY, 7, undefined)])).toBeUndefined();
  });

  it('counts the prices that lie beyond what a rate calendar holds', () => {
    const runs = [
      run(MONDAY, 1, 9900),
      ...Array.from({ length: 300 }, (_, week) => run(MONDAY + 1 + week * 7, 6, 7000)),
      run(MONDAY + 2800, 1, 9900),
    ];
    expect(nightPricesOf(7000, runs)).toMatchObject({ own: { amounts: [9900] }, beyond: 1 });
  });

  it('charges for every night what its calendar says', () => {
    const prices = fc.array(fc.option(fc.constantFrom(5000, 7000, 9000), { nil: undefined }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(prices, fc.integer({ min: 0, max: 30_000 }), (nights, start) => {
        const runs = nights.map((price, index) => run(start + index, 1, price));
        const found = nightPricesOf(6000, runs);
        const overrides = new Map(
          (found?.own?.amounts ?? []).flatMap((amount, index) =>
            amount === null ? [] : [[dateOfDay((found?.own?.firstDay ?? 0) + index), amount] as const],
          ),
        );
        const rates = { nightly: found?.nightly ?? 0, weekendNightly: found?.weekendNightly, overrides };
        for (const [index, price] of nights.entries()) {
          if (price !== undefined) expect(nightPrice(rates, dateOfDay(start + index))).toBe(price);
        }
      }),
    );
  });
});
