import type { EntityManager } from '@mikro-orm/postgresql';
import type { PaymentStatus, RefundStatus } from '#contracts/payments.dto.js';
import { Database, firstRow, rows, sql } from '#database';
import type { CaptureMethod } from './payment.entity.js';
import type { Wanted } from './settlement.js';

/** A payment as settling needs it. */
export interface PaymentToSettle {
  id: string;
  bookingId: string;
  amount: number;
  currency: string;
  captureMethod: CaptureMethod;
  wanted: Wanted;
  intentId: string | null;
  attempts: number;
  refusals: number;
  createdAt: Date;
}

/** A refund that has not come out yet. */
export interface OpenRefund {
  id: string;
  amount: number;
  currency: string;
  stripeRefundId: string | null;
  createdAt: Date;
}

/** A payment as others see it; amounts in minor units. */
export interface PaymentView {
  id: string;
  bookingId: string;
  status: PaymentStatus;
  amount: number;
  currency: string;
  capturedAmount: number;
  refundedAmount: number;
  paymentIntentId: string | null;
  clientSecret: string | null;
  failureCode: string | null;
  refunds: RefundView[];
}

/** A refund as others see it; `amount` in minor units. */
export interface RefundView {
  id: string;
  status: RefundStatus;
  amount: number;
  failureReason: string | null;
}

/** One payment; fails when there is none. */
export async function paymentToSettle(database: Database, paymentId: string): Promise<PaymentToSettle> {
  const payment = await database.firstRow(sql<PaymentToSettle>`
    SELECT id, booking_id AS "bookingId", amount, currency, capture_method AS "captureMethod", wanted,
      stripe_payment_intent_id AS "intentId", attempts, refusals, created_at AS "createdAt"
    FROM payments
    WHERE id = ${paymentId}`);
  if (!payment) throw new Error(`there is no payment ${paymentId}`);
  return payment;
}

/** The payment's refunds that have not come out yet. */
export async function openRefunds(from: Database | EntityManager, paymentId: string): Promise<OpenRefund[]> {
  const statement = sql<OpenRefund>`
    SELECT id, amount, currency, stripe_refund_id AS "stripeRefundId", created_at AS "createdAt"
    FROM refunds
    WHERE payment_id = ${paymentId}
      AND status = 'intended'
    ORDER BY created_at`;
  return from instanceof Database ? from.rows(statement) : rows(from, statement);
}

/** The payment's refunds of which there may be news: also of one that nobody has noted yet whether Stripe has made it. */
export async function undecidedRefunds(database: Database, paymentId: string): Promise<string[]> {
  const undecided = await database.rows(sql<{ id: string }>`
    SELECT id
    FROM refunds
    WHERE payment_id = ${paymentId}
      AND status <> 'failed'`);
  return undecided.map(({ id }) => id);
}

/** Minor units of a payment that were decided to go back, whatever has come of it: what failed is still the guest's. */
export async function refundsWanted(tx: EntityManager, paymentId: string): Promise<number> {
  const refunds = await firstRow(
    tx,
    sql<{ amount: number }>`
      SELECT coalesce(sum(amount), 0)::bigint AS amount
      FROM refunds
      WHERE payment_id = ${paymentId}`,
  );
  return refunds?.amount ?? 0;
}

/**
 * Takes up to `limit` payments that are due, in order, and has nobody else take them until `leasedUntil`; their ids.
 * The index on retry_at holds only what is open.
 */
export async function takeDuePayments(
  database: Database,
  now: Date,
  leasedUntil: Date,
  limit: number,
): Promise<string[]> {
  const due = await database.rows(sql<{ id: string }>`
    UPDATE payments
    SET retry_at = ${leasedUntil}
    WHERE id IN (
      SELECT id
      FROM payments
      WHERE retry_at <= ${now}
      ORDER BY retry_at
      LIMIT ${limit}
      FOR UPDATE SKIP LOCKED)
    RETURNING id`);
  return due.map(({ id }) => id);
}

/** The payments of these bookings. */
export async function paymentsOfBookings(database: Database, bookingIds: readonly string[]): Promise<PaymentView[]> {
  return database.rows(sql<PaymentView>`
    SELECT id, booking_id AS "bookingId", status, amount, currency,
      captured_amount AS "capturedAmount", refunded_amount AS "refundedAmount",
      stripe_payment_intent_id AS "paymentIntentId", client_secret AS "clientSecret", failure_code AS "failureCode",
      (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'id', r.id, 'status', r.status, 'amount', r.amount, 'failureReason', r.last_error) ORDER BY r.id), '[]')
       FROM refunds r
       WHERE r.payment_id = p.id) AS refunds
    FROM payments p
    WHERE booking_id = ANY (${[...bookingIds]}::uuid[])`);
}
