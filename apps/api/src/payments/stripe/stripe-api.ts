import { Inject, Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { CONFIG, type AppConfig } from '#config';
import type { RefundStatus } from '#contracts/payments.dto.js';
import { fromStripeAmount, money, toStripeAmount } from '#money';
import { InvalidSignature, NotAnEvent } from '../payments.errors.js';
import type { SeenIntent, SeenStatus } from '../settlement.js';
import { isDispute } from './stripe-failure.js';

/** What a PaymentIntent is made from; `amount` in minor units. */
export interface NewIntent {
  id: string;
  bookingId: string;
  amount: number;
  currency: string;
  captureMethod: 'automatic' | 'manual';
}

/** What a refund is made from; `amount` in minor units. */
export interface NewRefund {
  id: string;
  intentId: string;
  amount: number;
  currency: string;
}

/** What we read of a refund. */
export interface SeenRefund {
  /** null when Stripe will not make it */
  id: string | null;
  /** our refund's id, which it carries */
  refundId: string | null;
  status: RefundStatus;
  failureReason: string | null;
  /** whether it failed because the payment is disputed: then the guest's bank decides about the money */
  disputed: boolean;
}

const STATUSES: Record<string, SeenStatus> = {
  requires_payment_method: 'requires_payment',
  requires_confirmation: 'requires_payment',
  requires_action: 'requires_payment',
  processing: 'processing',
  requires_capture: 'authorised',
  succeeded: 'captured',
  canceled: 'cancelled',
};

/** Stripe's ids and types of events, which are far shorter; a NUL or half of a character in one could not be stored. */
const NAME = /^[\x21-\x7e]{1,255}$/;
const NO_EVENT = 'An event is JSON with an id and a type, each of 1 to 255 visible characters.';

/** Stripe's API in our words. Every call that changes something carries the idempotency key that it is given. */
@Injectable()
export class StripeApi {
  readonly #stripe: Stripe;
  readonly #webhookSecret: string;
  readonly #webhookToleranceSeconds: number;

  constructor(@Inject(CONFIG) { stripe }: AppConfig) {
    const { hostname, port, protocol } = new URL(stripe.apiBase);
    this.#stripe = new Stripe(stripe.secretKey, {
      host: hostname,
      ...(port === '' ? {} : { port }),
      protocol: protocol === 'http:' ? 'http' : 'https',
      timeout: stripe.timeoutMs,
      maxNetworkRetries: stripe.retries,
      telemetry: false,
    });
    this.#webhookSecret = stripe.webhookSecret;
    this.#webhookToleranceSeconds = stripe.webhookToleranceSeconds;
  }

  /** Makes a PaymentIntent that is paid without leaving the page, which the guest's browser is to confirm. */
  async createIntent({ id, bookingId, amount, currency, captureMethod }: NewIntent, key: string): Promise<SeenIntent> {
    const intent = await this.#stripe.paymentIntents.create(
      {
        amount: toStripeAmount(money(amount, currency)),
        currency: currency.toLowerCase(),
        capture_method: captureMethod,
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
        metadata: { payment_id: id, booking_id: bookingId },
      },
      { idempotencyKey: key },
    );
    return seen(intent);
  }

  /** The PaymentIntent as it is now. */
  async intent(intentId: string): Promise<SeenIntent> {
    return seen(await this.#stripe.paymentIntents.retrieve(intentId));
  }

  /** Takes the money that is held. */
  async capture(intentId: string, key: string): Promise<SeenIntent> {
    return seen(await this.#stripe.paymentIntents.capture(intentId, {}, { idempotencyKey: key }));
  }

  /** Lets the held money go, and has nothing be paid any more. */
  async cancel(intentId: string, key: string): Promise<SeenIntent> {
    return seen(await this.#stripe.paymentIntents.cancel(intentId, {}, { idempotencyKey: key }));
  }

  /** Gives money back. */
  async createRefund({ id, intentId, amount, currency }: NewRefund, key: string): Promise<SeenRefund> {
    const refund = await this.#stripe.refunds.create(
      {
        payment_intent: intentId,
        amount: toStripeAmount(money(amount, currency)),
        reason: 'requested_by_customer',
        metadata: { refund_id: id },
      },
      { idempotencyKey: key },
    );
    return seenRefund(refund);
  }

  /** The refund as it is now. */
  async refund(stripeRefundId: string): Promise<SeenRefund> {
    return seenRefund(await this.#stripe.refunds.retrieve(stripeRefundId));
  }

  /** All refunds of a PaymentIntent: never more than one for each of our purposes. */
  async refundsOf(intentId: string): Promise<SeenRefund[]> {
    const { data } = await this.#stripe.refunds.list({ payment_intent: intentId, limit: 100 });
    return data.map(seenRefund);
  }

  /**
   * The event in a webhook's body, when Stripe has signed it within the tolerated time.
   * @throws InvalidSignature when it has not @throws NotAnEvent when the body has no id or type to keep it by
   */
  signedEvent(body: Buffer, signature: string): Stripe.Event {
    const event = this.#verified(body, signature);
    if (!isEvent(event)) throw new NotAnEvent(NO_EVENT);
    return event;
  }

  #verified(body: Buffer, signature: string): unknown {
    try {
      return this.#stripe.webhooks.constructEvent(body, signature, this.#webhookSecret, this.#webhookToleranceSeconds);
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw new NotAnEvent(NO_EVENT);
      throw new InvalidSignature('No signature matches the body, or it is too old.');
    }
  }
}

/** The library takes any JSON that is signed, also what its version does not know. */
function isEvent(body: unknown): body is Stripe.Event {
  if (typeof body !== 'object' || body === null) return false;
  return 'id' in body && isName(body.id) && 'type' in body && isName(body.type);
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && NAME.test(value);
}

function seen(intent: Stripe.PaymentIntent): SeenIntent {
  const status = STATUSES[intent.status];
  if (!status) throw new Error(`a PaymentIntent with an unknown status: ${intent.status}`);
  const error = intent.last_payment_error;
  const code = error?.decline_code ?? error?.code ?? error?.type;
  return {
    id: intent.id,
    clientSecret: intent.client_secret,
    status,
    capturedAmount: fromStripeAmount(intent.amount_received, intent.currency.toUpperCase()),
    ...(code === undefined ? {} : { failure: { key: `${error?.charge ?? intent.id}:${code}`, code } }),
  };
}

function seenRefund(refund: Stripe.Refund): SeenRefund {
  const failed = refund.status === 'failed' || refund.status === 'canceled';
  return {
    id: refund.id,
    refundId: refund.metadata?.refund_id ?? null,
    status: refund.status === 'succeeded' ? 'succeeded' : failed ? 'failed' : 'intended',
    failureReason: refund.failure_reason ?? null,
    disputed: isDispute(refund.failure_reason),
  };
}
