import { listBalanceTransactions, retrieveBalanceTransaction } from '../charges/balance-transactions.js';
import type { Call } from '../call/call.js';
import { listCharges, retrieveCharge } from '../charges/charges.js';
import { listDisputes, retrieveDispute } from '../charges/disputes.js';
import { listEvents, retrieveEvent } from '../webhooks/events.js';
import {
  cancelPaymentIntent,
  capturePaymentIntent,
  confirmPaymentIntent,
  createPaymentIntent,
  listPaymentIntents,
  retrievePaymentIntent,
  updatePaymentIntent,
} from '../payments/payment-intents.js';
import { createPaymentMethod, retrievePaymentMethod } from '../cards/payment-methods.js';
import { createRefund, listRefunds, retrieveRefund, updateRefund } from '../charges/refunds.js';
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  listWebhookEndpoints,
  retrieveWebhookEndpoint,
} from '../webhooks/webhook-endpoints.js';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With `:id` where the address names an object. */
  readonly path: string;
  /** Whether the publishable key is enough (with the client secret of the PaymentIntent). */
  readonly forBrowsers?: true;
  readonly answer: (call: Call, id: string) => object;
}

/** The part of Stripe's API that the sandbox has. */
export const ROUTES: readonly Route[] = [
  { method: 'POST', path: '/v1/payment_intents', answer: createPaymentIntent },
  { method: 'GET', path: '/v1/payment_intents', answer: listPaymentIntents },
  { method: 'GET', path: '/v1/payment_intents/:id', answer: retrievePaymentIntent, forBrowsers: true },
  { method: 'POST', path: '/v1/payment_intents/:id', answer: updatePaymentIntent },
  { method: 'POST', path: '/v1/payment_intents/:id/confirm', answer: confirmPaymentIntent, forBrowsers: true },
  { method: 'POST', path: '/v1/payment_intents/:id/capture', answer: capturePaymentIntent },
  { method: 'POST', path: '/v1/payment_intents/:id/cancel', answer: cancelPaymentIntent },
  { method: 'POST', path: '/v1/payment_methods', answer: createPaymentMethod },
  { method: 'GET', path: '/v1/payment_methods/:id', answer: retrievePaymentMethod },
  { method: 'GET', path: '/v1/charges', answer: listCharges },
  { method: 'GET', path: '/v1/charges/:id', answer: retrieveCharge },
  { method: 'POST', path: '/v1/refunds', answer: createRefund },
  { method: 'GET', path: '/v1/refunds', answer: listRefunds },
  { method: 'GET', path: '/v1/refunds/:id', answer: retrieveRefund },
  { method: 'POST', path: '/v1/refunds/:id', answer: updateRefund },
  { method: 'GET', path: '/v1/disputes', answer: listDisputes },
  { method: 'GET', path: '/v1/disputes/:id', answer: retrieveDispute },
  { method: 'GET', path: '/v1/balance_transactions', answer: listBalanceTransactions },
  { method: 'GET', path: '/v1/balance_transactions/:id', answer: retrieveBalanceTransaction },
  { method: 'GET', path: '/v1/events', answer: listEvents },
  { method: 'GET', path: '/v1/events/:id', answer: retrieveEvent },
  { method: 'POST', path: '/v1/webhook_endpoints', answer: createWebhookEndpoint },
  { method: 'GET', path: '/v1/webhook_endpoints', answer: listWebhookEndpoints },
  { method: 'GET', path: '/v1/webhook_endpoints/:id', answer: retrieveWebhookEndpoint },
  { method: 'DELETE', path: '/v1/webhook_endpoints/:id', answer: deleteWebhookEndpoint },
];
