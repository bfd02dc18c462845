import { describe, expect, it } from '@jest/globals';
import { moneyBack } from './money-back.js';

const confirmedAt = new Date('2027-03-01T12:00:00Z');
const paid = (capturedAmount: number, refundWanted = 0) =>
  ({ status: 'captured', capturedAmount, refundWanted }) as const;
const unpaid = (status: 'intended' | 'requires_payment' | 'authorised' | 'cancelled') => ({
  status,
  capturedAmount: 0,
  refundWanted: 0,
});

describe('the money of a booking that is cancelled', () => {
  it.each([
    ['intended', 'nothing_paid'],
    ['requires_payment', 'nothing_paid'],
    ['cancelled', 'nothing_paid'],
    ['authorised', 'released'],
  ] as const)('before it is confirmed, with a payment that is %s, is %s', (status, money) => {
    expect(moneyBack({ confirmedAt: null }, unpaid(status), 0)).toEqual({ money, refundAmount: 0 });
  });

  it('goes back whole when it had come in, and the booking had not heard of it', () => {
    expect(moneyBack({ confirmedAt: null }, paid(5000), 0)).toEqual({ money: 'refunded', refundAmount: 5000 });
  });

  it.each([
    [3000, 'refunded'],
    [0, 'kept'],
  ] as const)('once it was confirmed goes by the terms: with %i of 5000 to go back it is %s', (refund, money) => {
    expect(moneyBack({ confirmedAt }, paid(5000), refund)).toEqual({ money, refundAmount: refund });
  });
});
