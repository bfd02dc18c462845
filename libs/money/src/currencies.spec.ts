import { describe, expect, it } from '@jest/globals';
import { currencies, currencyExponent, isCurrency } from './currencies.js';

describe('currencies', () => {
  it.each([
    ['EUR', 2],
    ['USD', 2],
    ['HUF', 2],
    ['TWD', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['ISK', 0],
    ['MGA', 0],
    ['KWD', 3],
    ['TND', 3],
    ['IQD', 3],
  ])('gives %s %i decimals', (code, exponent) => {
    expect(currencyExponent(code)).toBe(exponent);
  });

  it.each(['eur', 'EURO', '', 'XXX', 'XAU', 'HRK', 'BTC', '__proto__', 'toString'])('does not know %p', (code) => {
    expect(isCurrency(code)).toBe(false);
    expect(() => currencyExponent(code)).toThrow(RangeError);
  });

  it('lists every code once, in capitals, sorted', () => {
    expect([...currencies]).toEqual([...new Set(currencies)].sort());
    expect(currencies.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
    expect(currencies.length).toBeGreaterThan(150);
  });

  it('never counts fewer decimals than the runtime shows', () => {
    const shown = (code: string) =>
      new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits ?? 0;
    expect(currencies.filter((code) => currencyExponent(code) < shown(code))).toEqual([]);
  });
});
