import type { BookingStatus } from '#contracts/booking-states.js';
import type { WhyTooLate } from '#contracts/events.js';
import type { PaymentStatus } from '#contracts/payments.dto.js';

/** How a booking ended before it was confirmed, when somebody has ended it: what is paid for it goes back. */
type EndedBySomeone = Extract<BookingStatus, WhyTooLate>;

/**
 * What a booking does when its payment has changed. Where the nights are gone, `book_again` falls back to a refund, and
 * `request_again` to letting go what is held. How it had ended is why all that was paid goes back.
 */
export type AfterPayment =
  'pay' | 'authorise' | 'accept' | 'expire' | 'book_again' | 'request_again' | EndedBySomeone | 'none';

/** What it depends on. */
export interface PaidBooking {
  readonly status: BookingStatus;
  /** when it was confirmed, if it ever was: then its money is dealt with by the terms of its cancellation */
  readonly confirmedAt: Date | null;
}

/** The state of its payment. */
export interface StateOfPayment {
  readonly status: PaymentStatus;
  /** once any of it is to go back */
  readonly refundWanted: boolean;
  /** once what is held is to be let go */
  readonly isLetGo: boolean;
}

/**
 * Brings a booking in line with its payment, whichever of the two changed last. Only the two states count, not the order
 * of events: money is never kept for a booking that does not exist, and never given back twice.
 */
export function afterPayment(booking: PaidBooking, payment: StateOfPayment): AfterPayment {
  switch (payment.status) {
    case 'captured':
      return payment.refundWanted ? 'none' : afterCapture(booking);
    case 'authorised':
      return payment.isLetGo ? 'none' : afterAuthorisation(booking);
    case 'cancelled':
      return booking.status === 'pending_payment' || booking.status === 'requested' ? 'expire' : 'none';
    case 'intended':
    case 'requires_payment':
      return 'none';
  }
}

function afterAuthorisation({ status }: PaidBooking): AfterPayment {
  if (status === 'pending_payment') return 'authorise';
  return status === 'expired' ? 'request_again' : 'none';
}

function afterCapture({ status, confirmedAt }: PaidBooking): AfterPayment {
  if (status === 'pending_payment') return 'pay';
  if (status === 'requested') return 'accept';
  if (confirmedAt !== null) return 'none';
  if (status === 'expired') return 'book_again';
  return isEndedBySomeone(status) ? status : 'none';
}

function isEndedBySomeone(status: BookingStatus): status is EndedBySomeone {
  return status === 'declined' || status === 'cancelled_by_guest' || status === 'cancelled_by_host';
}
