import type { PaymentStatus } from '#contracts/payments.dto.js';
import { MINUTE_MS, HOUR_MS } from '#dates';

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

/**
 * What we have decided should happen at Stripe: that it be `payment` when the guest pays; that held money be taken; that
 * the guest can pay no more, while what they have paid by then is told of (`withdraw`); or that held money be let go too.
 */
export type Wanted = 'payment' | 'capture' | 'withdraw' | 'cancel';

/** What a payment is, as far as what comes next depends on it. */
export interface PaymentNow {
  readonly status: PaymentStatus;
  readonly wanted: Wanted;
}

const FORWARD: readonly PaymentStatus[] = ['intended', 'requires_payment', 'authorised', 'captured'];

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
  if (wanted === 'withdraw' && seen === 'requires_payment') return 'cancel';
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

/** Stripe forgets idempotency keys after 24 hours: from then on the same key would do the same thing once more. */
const KEYS_LAST_MS = 23 * HOUR_MS;

/** Whether Stripe may have forgotten the keys of what was made at `createdAt`. */
export function keysMayBeForgotten(createdAt: Date, now: Date): boolean {
  return now.getTime() - createdAt.getTime() > KEYS_LAST_MS;
}
