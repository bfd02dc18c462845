import type { BookingStatus } from './booking-states.js';

/** What has changed about how somebody signs in, or has come of it. */
export type FactorChange =
  | 'totp_added'
  | 'totp_removed'
  | 'recovery_codes_made'
  | 'recovery_code_used'
  | 'passkey_added'
  | 'passkey_removed'
  /** one with a signature that its own counter speaks against: there may be a copy of it */
  | 'passkey_refused'
  | 'identity_added'
  | 'identity_removed'
  /** the password was right, and then nothing else */
  | 'second_factor_failed';

/** What every fact about a booking says. */
export interface BookingFact {
  bookingId: string;
  propertyId: string;
  guestId: string;
  hostId: string;
}

/**
 * What becomes of the guest's money when a booking is cancelled: none had come in; what the bank had set aside is
 * released; some or all of it is refunded; or, by the terms, none of it.
 */
export type MoneyOfCancelled = 'nothing_paid' | 'released' | 'refunded' | 'kept';

/** Why a late payment goes back: how its booking had ended, or why one that had expired cannot be taken up again. */
export type WhyTooLate =
  'declined' | 'cancelled_by_guest' | 'cancelled_by_host' | 'nights_taken' | 'place_closed' | 'stay_over';

/** What every fact about a payment says; `amount` in minor units of `currency`. */
export interface PaymentFact {
  paymentId: string;
  bookingId: string;
  amount: number;
  currency: string;
}

/** What every fact about a property says. */
export interface PropertyFact {
  propertyId: string;
  hostId: string;
}

/** What every fact about an API key says. */
export interface ApiKeyFact {
  keyId: string;
  organisationId: string;
}

/** Every kind of fact, and what is told of it: ids and figures; consumers read the rest for themselves. */
export interface EventCatalogue {
  'user.registered': { userId: string };
  'user.suspended': { userId: string; suspensionId: string };
  'user.restored': { userId: string; suspensionId: string };
  /** an address was asked to be a co-host; the invitation says which */
  'co_host.invited': { invitationId: string };
  /** somebody has accepted, and may do at the property what the invitation said */
  'co_host.joined': PropertyFact & { userId: string };
  /** a host lets an organisation's programs in; the grant says which, and where */
  'access_grant.created': { grantId: string };
  /** `passkey`: its name; `provider`: that of an identity. `codesLeft`: recovery codes that have not been used. */
  'user.factor_changed': {
    userId: string;
    change: FactorChange;
    passkey?: string;
    provider?: string;
    codesLeft?: number;
  };
  /** somebody asked for a link to be mailed, perhaps to an address without an account; the request says which */
  'account.code_requested': { requestId: string };
  /** somebody registered, where the answer does not say whether the address has an account; the request says who */
  'account.registration_requested': { requestId: string };
  /** somebody registered with the address of an account that there was */
  'account.registration_repeated': { userId: string };
  /** a link is to be mailed */
  'account.code_made': { codeId: string };
  'account.password_changed': { userId: string };
  'account.email_change_requested': { changeId: string };
  /** somebody else asked for the address of this account to become theirs */
  'account.email_wanted': { userId: string };
  'account.email_changed': { changeId: string };
  /** a refresh token came that had long been exchanged; the session has ended */
  'account.token_reused': { userId: string };
  /** a copy of somebody's data can be downloaded */
  'account.export_ready': { userId: string; exportId: string };
  'review.published': { reviewId: string; bookingId: string; propertyId: string; authorId: string; rating: number };
  'property.published': PropertyFact;
  'property.changed': PropertyFact;
  'property.paused': PropertyFact;
  'property.archived': PropertyFact;
  'api_key.created': ApiKeyFact & { userId: string };
  /** `keyId` takes the place of `replacedId`, which counts until `overlapEndsAt` (RFC 3339) */
  'api_key.rotated': ApiKeyFact & { userId: string; replacedId: string; overlapEndsAt: string };
  'api_key.ended': ApiKeyFact & { userId: string };
  /** it will end by itself before long */
  'api_key.expiring': ApiKeyFact;
  'payment.authorised': PaymentFact;
  'payment.captured': PaymentFact;
  /** an attempt to pay was refused; the guest may try again */
  'payment.failed': PaymentFact & { failureCode: string };
  /** nothing can be paid any more, and nothing is held */
  'payment.cancelled': PaymentFact;
  /** `amount` is what went back this time */
  'payment.refunded': PaymentFact & { refundId: string };
  /**
   * `amount` did not reach the guest, or came back, and is still owed to them; or the payment is `disputed`, and their bank
   * decides about it
   */
  'payment.refund_failed': PaymentFact & { refundId: string; reason: string | null; disputed: boolean };
  'booking.created': BookingFact;
  'booking.requested': BookingFact;
  'booking.confirmed': BookingFact;
  'booking.declined': BookingFact;
  'booking.expired': BookingFact;
  /**
   * the money came after the hold had ended: the nights were taken again, for the guest or for the host to answer; or all
   * of it goes back, or is let go. Older facts do not say why.
   */
  'booking.payment_late': BookingFact & {
    outcome: 'confirmed' | 'requested' | 'refunded' | 'released';
    why?: WhyTooLate;
  };
  'booking.stay_began': BookingFact;
  'booking.completed': BookingFact;
  /**
   * `from`: the state it was in, so that one knows who had heard of it. `refundAmount` in minor units of `currency`, 0 when
   * nothing goes back. Older facts have neither `from` nor `money`.
   */
  'booking.cancelled': BookingFact & {
    cancelledBy: 'guest' | 'host';
    from?: BookingStatus;
    money?: MoneyOfCancelled;
    refundAmount: number;
    currency: string;
  };
}

export type EventType = keyof EventCatalogue;
