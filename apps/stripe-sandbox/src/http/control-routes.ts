import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Api } from './api.js';
import { openDispute } from '../charges/disputes.js';
import { invalidRequest, noSuch } from '../call/errors.js';
import type { Faults } from '../call/faults.js';
import { settleRefunds } from '../charges/refund-outcomes.js';
import type { Store } from '../store/store.js';
import { authenticationPage, completeAuthentication, type Authenticated } from '../payments/three-d-secure.js';
import type { WebhookDispatcher } from '../webhooks/webhooks.js';

interface Parts {
  readonly api: Api;
  readonly faults: Faults;
  readonly store: Store;
  readonly webhooks: WebhookDispatcher;
}

type WithId = { Params: { id: string } };

/**
 * What Stripe has no interface for: the bank's page, the clock, disputes at will, banks' word on refunds, and faults on
 * demand. They need no key,
 * as the sandbox is for one machine. Bodies are JSON (the bank's page takes a form).
 */
export function addControlRoutes(server: FastifyInstance, parts: Parts): void {
  addAuthenticationRoutes(server, parts.api);
  addFaultRoutes(server, parts.faults);
  server.post('/sandbox/time', (request) => setTime(parts.store, json(request)));
  server.get('/sandbox/time', () => time(parts.store));
  server.get('/sandbox/webhooks', () => ({ pending: parts.webhooks.pending }));
  server.post('/sandbox/disputes', (request) => dispute(parts, json(request)));
  server.post('/sandbox/refunds', () => ({
    settled: parts.api.perform('', (call) => settleRefunds(call, () => true)),
  }));
}

function addAuthenticationRoutes(server: FastifyInstance, api: Api): void {
  server.get<WithId>('/sandbox/3ds/:id', (request, reply) => {
    const query = queryOf(request);
    if (query !== '')
      return finish(
        reply,
        api.perform(query, (call) => completeAuthentication(call, request.params.id)),
      );
    const page = api.perform('', (call) => authenticationPage(call, request.params.id));
    return reply.type('text/html; charset=utf-8').send(page);
  });
  server.post<WithId>('/sandbox/3ds/:id', (request, reply) => {
    const form = typeof request.body === 'string' && request.body !== '' ? request.body : queryOf(request);
    return finish(
      reply,
      api.perform(form, (call) => completeAuthentication(call, request.params.id)),
    );
  });
}

function addFaultRoutes(server: FastifyInstance, faults: Faults): void {
  const pending = () => ({ faults: faults.pending() });
  server.get('/sandbox/faults', pending);
  server.post('/sandbox/faults', (request) => {
    faults.add(json(request));
    return pending();
  });
  server.delete('/sandbox/faults', () => {
    faults.clear();
    return pending();
  });
}

function finish(reply: FastifyReply, { intent, returnTo }: Authenticated): FastifyReply {
  if (returnTo !== null) return reply.redirect(returnTo, 303);
  return reply.send({ id: intent.id, status: intent.status });
}

function setTime(store: Store, body: Record<string, unknown>): object {
  const { now } = body;
  const milliseconds = typeof now === 'string' ? Date.parse(now) : null;
  if (now !== null && (milliseconds === null || Number.isNaN(milliseconds))) {
    throw invalidRequest('now is an instant such as 2027-03-01T12:00:00Z, or null for the time of day', 'now');
  }
  store.setNow(milliseconds);
  return time(store);
}

const time = (store: Store) => ({ now: new Date(store.now() * 1000).toISOString() });

function dispute({ api, store }: Parts, body: Record<string, unknown>): object {
  const { paymentIntent, reason = 'fraudulent' } = body;
  const intent = store.paymentIntents.get(String(paymentIntent));
  const charge = store.charges.get(intent?.latest_charge ?? '');
  if (charge === undefined) throw noSuch('payment_intent', String(paymentIntent), 'paymentIntent');
  if (!charge.captured || charge.disputed) throw invalidRequest('The payment is not captured, or disputed already.');
  return api.perform('', (call) => openDispute(call, charge, String(reason)));
}

function queryOf(request: FastifyRequest): string {
  const start = request.url.indexOf('?');
  return start === -1 ? '' : request.url.slice(start + 1);
}

function json(request: FastifyRequest): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(String(request.body));
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
  } catch {
    // Answered below, as any other body that is not an object.
  }
  throw invalidRequest('The body must be a JSON object.');
}
