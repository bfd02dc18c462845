import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { currencies, currencyExponent, money } from '#money';
import { convert, crossRate } from './exchange.js';

describe('a cross rate', () => {
  it.each([
    ['1', '1.1684', '1.1684'],
    ['1.1684', '1', '0.85587127696'],
    ['1.1684', '186.75', '159.833960972'],
    ['186.75', '1.1684', '0.00625649263722'],
    ['20082.05', '0.87058', '0.0000433511518993'],
    ['0.87058', '20082.05', '23067.4378001'],
    ['3', '2.99999999999999', '1'],
    ['2', '1', '0.5'],
    ['0.0001', '999999999', '9999999990000'],
  ])('from %s to %s for one euro is %s', (from, to, rate) => {
    expect(crossRate(from, to)).toBe(rate);
  });
});

describe('converting', () => {
  it.each([
    [10_000, 'USD', 'EUR', '0.855871276960', 8559],
    [1, 'USD', 'JPY', '150', 2],
    [33_335, 'KWD', 'EUR', '2.8', 9334],
    [100, 'JPY', 'KWD', '0.002', 200],
    [-3, 'EUR', 'JPY', '150', -5],
    [0, 'EUR', 'USD', '1.1', 0],
  ])('%i %s to %s at %s is %i', (amount, from, to, rate, expected) => {
    expect(convert(money(amount, from), to, rate)).toEqual(money(expected, to));
  });

  it('refuses what is no longer exact', () => {
    expect(() => convert(money(Number.MAX_SAFE_INTEGER, 'USD'), 'EUR', '1.1')).toThrow(RangeError);
  });
});

const perEuro = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 15n }), fc.integer({ min: 0, max: 10 }))
  .map(([digits, scale]) => ({ digits, scale, text: textOf(digits, scale) }));
const currency = fc.constantFrom(...currencies);

/** Another way to write it than the one that is tested. */
function textOf(digits: bigint, scale: number): string {
  const whole = digits / 10n ** BigInt(scale);
  const fraction = String(digits % 10n ** BigInt(scale)).padStart(scale, '0');
  return scale === 0 ? String(whole) : `${whole}.${fraction}`;
}

describe('exactly, as rational numbers', () => {
  it('a cross rate is the quotient, to half a unit of its twelfth digit', () => {
    fc.assert(
      fc.property(perEuro, perEuro, (from, to) => {
        const rate = crossRate(from.text, to.text);
        expect(rate).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
        expect(rate.replace('.', '').replace(/^0+/, '').replace(/0+$/, '').length).toBeLessThanOrEqual(12);
        const [whole = '', fraction = ''] = rate.split('.');
        // rate = r / 10^s; exact = p / q: |rate − exact| × 2 × 10^11 ≤ exact
        const [r, s] = [BigInt(whole + fraction), 10n ** BigInt(fraction.length)];
        const p = to.digits * 10n ** BigInt(from.scale);
        const q = from.digits * 10n ** BigInt(to.scale);
        const off = r * q - p * s;
        expect(2n * 10n ** 11n * (off < 0n ? -off : off) <= p * s).toBe(true);
      }),
    );
  });

  it('an amount is what the rate makes of it, to half a minor unit, half up', () => {
    const amounts = fc.integer({ min: -100_000_000, max: 100_000_000 });
    const rates = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 6n }), fc.integer({ min: 0, max: 6 }));
    fc.assert(
      fc.property(amounts, currency, currency, rates, (amount, from, to, [digits, scale]) => {
        const converted = convert(money(amount, from), to, textOf(digits, scale));
        const p = BigInt(amount) * digits * 10n ** BigInt(currencyExponent(to));
        const q = 10n ** BigInt(scale + currencyExponent(from));
        const outward = 2n * (BigInt(converted.amount) * q - p) * (amount < 0 ? -1n : 1n);
        expect(outward > -q && outward <= q).toBe(true);
      }),
    );
  });
});
