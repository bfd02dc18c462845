import { describe, expect, it } from '@jest/globals';
import { BookingStatus } from '#contracts/booking-states.js';
import { PaymentStatus } from '#contracts/payments.dto.js';
import { afterPayment, type AfterPayment } from './after-payment.js';

const bookingStatuses = Object.keys(BookingStatus) as BookingStatus[];
const paymentStatuses = Object.keys(PaymentStatus) as PaymentStatus[];
const confirmedAt = new Date('2027-03-01T12:00:00Z');

function neverConfirmed(status: BookingStatus, payment: PaymentStatus): AfterPayment {
  return afterPayment({ status, confirmedAt: null }, { status: payment, refundWanted: false, isLetGo: false });
}

describe('after its payment has changed, a booking', () => {
  it.each([
    ['pending_payment', 'captured', 'pay'],
    ['pending_payment', 'authorised', 'authorise'],
    ['pending_payment', 'cancelled', 'expire'],
    ['requested', 'captured', 'accept'],
    ['requested', 'cancelled', 'expire'],
    ['expired', 'authorised', 'request_again'],
    ['expired', 'captured', 'book_again'],
    ['declined', 'captured', 'declined'],
    ['cancelled_by_guest', 'captured', 'cancelled_by_guest'],
    ['cancelled_by_host', 'captured', 'cancelled_by_host'],
  ] as const)(
    'that is %s with a payment that is %s takes the step, or gives the money back as, %s',
    (status, payment, step) => {
      expect(neverConfirmed(status, payment)).toBe(step);
    },
  );

  it('does nothing in any other pair of states', () => {
    const silent = bookingStatuses.flatMap((status) =>
      paymentStatuses
        .filter((payment) => neverConfirmed(status, payment) === 'none')
        .map((payment) => [status, payment]),
    );
    expect(silent).toHaveLength(bookingStatuses.length * paymentStatuses.length - 10);
  });

  it('leaves the money of a booking that was confirmed to the terms of its cancellation', () => {
    for (const status of ['cancelled_by_guest', 'cancelled_by_host', 'confirmed', 'in_stay', 'completed'] as const) {
      expect(afterPayment({ status, confirmedAt }, { status: 'captured', refundWanted: false, isLetGo: false })).toBe(
        'none',
      );
    }
  });

  it('gives nothing back twice, and is not booked again once its money is on the way back', () => {
    for (const status of bookingStatuses) {
      expect(
        afterPayment({ status, confirmedAt: null }, { status: 'captured', refundWanted: true, isLetGo: false }),
      ).toBe('none');
    }
  });

  it('does not come back for money that is only held when somebody has ended it, or when it is being let go', () => {
    for (const status of ['declined', 'cancelled_by_guest'] as const) {
      expect(neverConfirmed(status, 'authorised')).toBe('none');
    }
    for (const status of bookingStatuses) {
      const payment = { status: 'authorised', refundWanted: false, isLetGo: true } as const;
      expect(afterPayment({ status, confirmedAt: null }, payment)).toBe('none');
    }
  });
});
