import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { currencyOfSymbol, priceOf } from './prices.js';

describe('prices', () => {
  it.each([
    ['$70.00', 'USD', 7000],
    ['$1,234.00', 'USD', 123_400],
    ['$1,234,567.89', 'USD', 123_456_789],
    ['€85', 'EUR', 8500],
    ['85,50 €', 'EUR', 8550],
    ['1.234,50 €', 'EUR', 123_450],
    ['1.234', 'EUR', 123_400],
    ['£99.5', 'GBP', 9950],
    ['¥12,000', 'JPY', 12_000],
    ['$12,000.00', 'JPY', 12_000],
    ['$12,000.50', 'JPY', 12_001],
    ['1.234', 'KWD', 1234],
    ['$10.0050', 'USD', 1001],
    ['125', 'USD', 12_500],
    ['CHF 120.00', 'CHF', 12_000],
    ['', 'USD', undefined],
    ['$0.00', 'USD', undefined],
    ['-$5.00', 'USD', undefined],
    ['=1+1', 'USD', undefined],
    ["CHF 1'250.00", 'CHF', 125_000],
    ['1 250 kr', 'SEK', 125_000],
    ['on request', 'USD', undefined],
    ['$1.2.3', 'USD', undefined],
    ['$99,999,999,999.00', 'USD', undefined],
  ])('reads %j in %s as %j minor units', (text, currency, amount) => expect(priceOf(text, currency)).toBe(amount));

  it('reads back every amount that Inside Airbnb may write', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), (amount) => {
        const text = (amount / 100).toLocaleString('en', { style: 'currency', currency: 'USD' });
        expect(priceOf(text, 'USD')).toBe(amount);
      }),
    );
  });

  it('tells a currency by its symbol, but not by a dollar, which is written everywhere', () => {
    expect(currencyOfSymbol('€85')).toBe('EUR');
    expect(currencyOfSymbol('£85')).toBe('GBP');
    expect(currencyOfSymbol('$85')).toBeUndefined();
  });
});
