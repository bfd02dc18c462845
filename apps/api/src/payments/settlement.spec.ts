import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PaymentStatus } from '#contracts/payments.dto.js';
import { keysMayBeForgotten, laterStatus, nextCall, nextLook, type SeenStatus } from './settlement.js';

const now = new Date('2027-03-01T12:00:00Z');
const seenStatuses: SeenStatus[] = ['requires_payment', 'processing', 'authorised', 'captured', 'cancelled'];
const someSeen = fc.constantFrom(...seenStatuses);
const someStatus = fc.constantFrom(...(Object.keys(PaymentStatus) as PaymentStatus[]));

describe('what was seen at Stripe', () => {
  it('never takes a payment back out of an end', () => {
    for (const seen of seenStatuses) {
      expect(laterStatus('captured', seen)).toBe('captured');
      expect(laterStatus('cancelled', seen)).toBe('cancelled');
    }
  });

  it('gives the same status in whatever order a payment was read on its way', () => {
    const way: SeenStatus[] = ['requires_payment', 'processing', 'authorised', 'captured'];
    fc.assert(
      fc.property(fc.shuffledSubarray(way, { minLength: 4 }), (seen) => {
        expect(seen.reduce<PaymentStatus>(laterStatus, 'intended')).toBe('captured');
      }),
    );
  });

  it('changes nothing when it is seen twice', () => {
    fc.assert(
      fc.property(someStatus, someSeen, (ours, seen) => {
        const once = laterStatus(ours, seen);
        expect(laterStatus(once, seen)).toBe(once);
      }),
    );
  });
});

describe('the next call to Stripe', () => {
  it.each([
    ['payment', 'requires_payment', 'none'],
    ['payment', 'authorised', 'none'],
    ['capture', 'requires_payment', 'none'],
    ['capture', 'authorised', 'capture'],
    ['capture', 'captured', 'none'],
    ['capture', 'cancelled', 'none'],
    ['withdraw', 'requires_payment', 'cancel'],
    ['withdraw', 'processing', 'none'],
    ['withdraw', 'authorised', 'none'],
    ['withdraw', 'captured', 'none'],
    ['cancel', 'requires_payment', 'cancel'],
    ['cancel', 'processing', 'none'],
    ['cancel', 'authorised', 'cancel'],
    ['cancel', 'captured', 'none'],
    ['cancel', 'cancelled', 'none'],
  ] as const)('when %s is wanted and it is %s, is %s', (wanted, seen, call) => {
    expect(nextCall(wanted, seen)).toBe(call);
  });
});

describe('the next look at a payment', () => {
  it('is never when nothing is left to do', () => {
    expect(nextLook({ status: 'cancelled', wanted: 'cancel' }, 0, now)).toBeNull();
    expect(nextLook({ status: 'captured', wanted: 'payment' }, 0, now)).toBeNull();
    expect(nextLook({ status: 'authorised', wanted: 'payment' }, 0, now)).toBeNull();
  });

  it('comes in five minutes while the guest has not paid, because Stripe may lose an event', () => {
    expect(nextLook({ status: 'requires_payment', wanted: 'payment' }, 0, now)).toEqual(
      new Date('2027-03-01T12:05:00Z'),
    );
  });

  it('comes while a refund is under way', () => {
    expect(nextLook({ status: 'captured', wanted: 'cancel' }, 1, now)).toEqual(new Date('2027-03-01T13:00:00Z'));
  });
});

describe('after a failed call', () => {
  it("keys older than 23 hours are not relied on: Stripe's last 24", () => {
    expect(keysMayBeForgotten(new Date('2027-02-28T13:00:00Z'), now)).toBe(false);
    expect(keysMayBeForgotten(new Date('2027-02-28T12:59:00Z'), now)).toBe(true);
  });
});
