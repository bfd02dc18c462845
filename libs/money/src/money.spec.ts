import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { add, money, multiply, subtract, sum } from './money.js';

const small = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });

describe('money', () => {
  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1])(
    'refuses the amount %p',
    (amount) => {
      expect(() => money(amount, 'EUR')).toThrow(RangeError);
    },
  );

  it('refuses a currency that is none', () => {
    expect(() => money(1, 'eur')).toThrow('Unknown currency: eur');
  });

  it('has no negative zero', () => {
    expect(Object.is(multiply(money(-5, 'EUR'), 0).amount, 0)).toBe(true);
  });

  it('refuses to combine two currencies', () => {
    expect(() => add(money(1, 'EUR'), money(1, 'USD'))).toThrow('Cannot combine EUR with USD');
    expect(() => subtract(money(1, 'EUR'), money(1, 'USD'))).toThrow(RangeError);
    expect(() => sum([money(1, 'EUR')], 'USD')).toThrow(RangeError);
  });

  it('refuses results that are no longer exact', () => {
    const most = money(Number.MAX_SAFE_INTEGER, 'EUR');
    expect(() => add(most, money(1, 'EUR'))).toThrow(RangeError);
    expect(() => multiply(most, 2)).toThrow(RangeError);
    expect(() => multiply(money(1, 'EUR'), 0.5)).toThrow(RangeError);
  });

  it('sums nothing to zero', () => {
    expect(sum([], 'KWD')).toEqual({ amount: 0, currency: 'KWD' });
  });

  it('adds, and subtracts back to where it was', () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        const both = add(money(a, 'EUR'), money(b, 'EUR'));
        expect(subtract(both, money(b, 'EUR'))).toEqual(money(a, 'EUR'));
      }),
    );
  });

  it('multiplies as repeated addition does', () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 0, max: 40 }), (amount, times) => {
        const value = money(amount, 'JPY');
        expect(multiply(value, times)).toEqual(sum(Array(times).fill(value), 'JPY'));
      }),
    );
  });
});
