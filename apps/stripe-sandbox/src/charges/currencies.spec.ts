import { describe, expect, it } from '@jest/globals';
import { amountText, checkAmount } from './currencies.js';

describe('amounts and currencies', () => {
  it.each([
    [50, 'usd'],
    [50, 'JPY'],
    [99_999_999, 'eur'],
    [100_000_000_000, 'idr'],
    [1_230, 'kwd'],
    [500, 'isk'],
    [1, 'kes'],
  ])('takes %d %s', (amount, currency) => {
    expect(checkAmount(amount, currency)).toBe(currency.toLowerCase());
  });

  it.each([
    [49, 'usd', 'amount', 'amount_too_small'],
    [49, 'jpy', 'amount', 'amount_too_small'],
    [100_000_000, 'usd', 'amount', 'amount_too_large'],
    [1_234, 'kwd', 'amount', 'parameter_invalid_integer'],
    [550, 'isk', 'amount', 'parameter_invalid_integer'],
    [1_000, 'xyz', 'currency', undefined],
  ])('refuses %d %s', (amount, currency, param, code) => {
    const fields = code === undefined ? { param } : { param, code };
    expect(() => checkAmount(amount, currency)).toThrow(expect.objectContaining({ status: 400, fields }));
  });

  it.each([
    [1050, 'usd', '$10.50'],
    [1050, 'jpy', '¥1050'],
    [1050, 'chf', '10.50 chf'],
    [1050, 'kwd', '1.050 kwd'],
  ])('writes %d %s as %s', (amount, currency, text) => {
    expect(amountText(amount, currency)).toBe(text);
  });
});
