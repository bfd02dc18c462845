import { describe, expect, it } from '@jest/globals';
import { roundedUpForCards } from './cards.js';
import { money } from './money.js';

describe('an amount for cards', () => {
  it.each([
    ['KWD', 12_341, 12_350],
    ['KWD', 12_340, 12_340],
    ['EUR', 12_341, 12_341],
  ])('of %s %d is rounded up to %d', (currency, amount, rounded) => {
    expect(roundedUpForCards(money(amount, currency))).toBe(rounded);
  });
});
