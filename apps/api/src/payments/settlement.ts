import type { PaymentStatus } from '#contracts/payments.dto.js';

/** What we read of a PaymentIntent. */
export interface SeenIntent {
  readonly id: string;
  readonly clientSecret: string | null;
  readonly status: SeenStatus;
  /** minor units */
  readonly capturedAmount: number;
  /** the last attempt to pay, when it was refused; `key` tells one attempt from another */
  readonly failure?: { readonly key: string; readonly code: string };
}

/** `processing` is Stripe's own: the payment can neither be captured nor cancelled until it has come out. */
export type SeenStatus = 'requires_payment' | 'processing' | 'authorised' | 'captured' | 'cancelled';

/** What a payment is, as far as what comes next depends on it. */
export interface PaymentNow {
  readonly status: PaymentStatus;
  readonly wanted: 'payment' | 'capture' | 'cancel';
}

const FORWARD: readonly PaymentStatus[] = ['intended', 'requires_payment', 'authorised', 'captured'];

const MINUTE_MS = 60_000;

/**
 * The status after Stripe was seen in another: it only moves forward, and `captured` and `cancelled` are ends. Stripe's
 * events and our own reads may arrive in any order.
 */
export function laterStatus(ours: PaymentStatus, seen: SeenStatus): PaymentStatus {
  if (ours === 'captured' || ours === 'cancelled') return ours;
  if (seen === 'cancelled') return seen;
  const status = seen === 'processing' ? 'requires_payment' : seen;
  return FORWARD.indexOf(status) > FORWARD.indexOf(ours) ? status : ours;
}

/** What is to be done with a PaymentIntent so that it becomes what we want. */
export function nextCall(wanted: PaymentNow['wanted'], seen: SeenStatus): 'capture' | 'cancel' | 'none' {
  if (wanted === 'capture' && seen === 'authorised') return 'capture';
  if (wanted === 'cancel' && (seen === 'requires_payment' || seen === 'authorised')) return 'cancel';
  return 'none';
}

/**
 * When to look at a payment again, once what could be done has been done; null when nothing is left. A payment that we
 * wait for is looked at every five minutes: Stripe may lose the event that would have told us.
 */
export function nextLook(payment: PaymentNow, openRefunds: number, now: Date): Date | null {
  const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * MINUTE_MS);
  switch (payment.status) {
    case 'cancelled':
      return null;
    case 'captured':
      return openRefunds > 0 ? inMinutes(60) : null;
    case 'authorised':
      return payment.wanted === 'payment' ? null : inMinutes(1);
    case 'requires_payment':
      return inMinutes(payment.wanted === 'payment' ? 5 : 1);
    case 'intended':
      return now;
  }
}

const FIRST_RETRY_MS = 2000;
const LONGEST_RETRY_MS = 6 * 3_600_000;

/** When to call Stripe again after the `attempts`-th failure: doubling from two seconds to six hours, never given up. */
export function retryAfterFailure(now: Date, attempts: number): Date {
  return new Date(now.getTime() + Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS));
}

/** Stripe forgets idempotency keys after 24 hours: from then on the same key would do the same thing once more. */
const KEYS_LAST_MS = 23 * 3_600_000;

/** Whether Stripe may have forgotten the keys of what was made at `createdAt`. */
export function keysMayBeForgotten(createdAt: Date, now: Date): boolean {
  return now.getTime() - createdAt.getTime() > KEYS_LAST_MS;
}
