import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { currencies } from './currencies.js';
import { formatMoney, parseDecimal, toDecimal } from './format.js';
import { money } from './money.js';

describe('formatMoney', () => {
  it.each([
    [123_450, 'EUR', 'en', '€1,234.50'],
    [-50, 'USD', 'en', '-$0.50'],
    [1500, 'JPY', 'en', '¥1,500'],
    [1500, 'KWD', 'en', 'KWD\u00a01.500'],
    [123_450, 'EUR', 'de', '1.234,50\u00a0€'],
    [100, 'RSD', 'en', 'RSD\u00a01.00'],
    [Number.MAX_SAFE_INTEGER, 'USD', 'en', '$90,071,992,547,409.91'],
  ])('writes %i %s in %s as %s', (amount, currency, locale, text) => {
    expect(formatMoney(money(amount, currency), locale)).toBe(text);
  });
});

describe('decimal numbers', () => {
  it.each([
    ['1234.5', 'EUR', 123_450],
    ['85.00', 'USD', 8500],
    ['85.000', 'USD', 8500],
    ['-0.07', 'USD', -7],
    ['1500', 'JPY', 1500],
    ['1500.00', 'JPY', 1500],
    ['1.2', 'KWD', 1200],
    ['007', 'EUR', 700],
  ])('reads %s %s as %i', (text, currency, amount) => {
    expect(parseDecimal(text, currency)).toEqual(money(amount, currency));
  });

  it.each([
    ['', 'EUR'],
    ['1,5', 'EUR'],
    ['1.', 'EUR'],
    ['.5', 'EUR'],
    ['1e3', 'EUR'],
    ['0.001', 'EUR'],
    ['1.5', 'JPY'],
    ['NaN', 'EUR'],
    [' 1', 'EUR'],
    ['99999999999999999', 'JPY'],
  ])('does not read %p as %s', (text, currency) => {
    expect(parseDecimal(text, currency)).toBeUndefined();
  });

  it('come back as they went, in every currency', () => {
    const amounts = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(amounts, fc.constantFrom(...currencies), (amount, currency) => {
        const value = money(amount, currency);
        expect(parseDecimal(toDecimal(value), currency)).toEqual(value);
      }),
    );
  });
});
