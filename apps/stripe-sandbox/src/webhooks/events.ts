import type { Call } from '../call/call.js';
import { noSuch } from '../call/errors.js';
import { LIST_PARAMS, list } from '../call/lists.js';
import type { EndpointRecord, Store } from '../store/store.js';
import type { Event } from '../objects/event.js';
import type { List } from '../objects/list.js';
import { newId } from '../call/ids.js';

/** The version whose shapes the sandbox answers with: the one of the SDK that it is tested against. */
export const API_VERSION = '2026-10-28.endive';

const FILTERS = new Set([...LIST_PARAMS, 'type', 'types', 'created']);

/** Records that something happened to an object, as it is now, and a delivery for every endpoint that listens. */
export function recordEvent(call: Call, type: string, object: object): void {
  const { store } = call;
  const listeners = [...store.endpoints.all()].filter((record) => listens(record, type));
  const event = store.events.put({
    id: newId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: call.now,
    data: { object },
    livemode: false,
    pending_webhooks: listeners.length,
    request: { id: call.requestId, idempotency_key: call.idempotencyKey },
    type,
  });
  for (const { id: endpoint } of listeners) {
    call.deliveries.push(store.deliveries.put({ id: deliveryId(event.id, endpoint), event: event.id, endpoint }));
  }
}

/**
 * GET /v1/events/:id.
 * @throws StripeError 404
 */
export function retrieveEvent(call: Call, id: string): Event {
  const event = call.store.events.get(id);
  if (event === undefined) throw noSuch('event', id, 'id');
  return withPending(call.store, event);
}

/**
 * GET /v1/events, the newest first.
 * @throws StripeError 400 for a parameter that is unknown or wrong
 */
export function listEvents(call: Call): List<Event> {
  const { params, store } = call;
  params.only(FILTERS);
  const type = params.text('type');
  const types = type === null ? params.list('types') : [type];
  const created = createdRange(call);
  const page = list(call, store.events, '/v1/events', (event) => matchesType(event, types) && created(event.created));
  return { ...page, data: page.data.map((event) => withPending(store, event)) };
}

const deliveryId = (event: string, endpoint: string): string => `${event}:${endpoint}`;

function listens({ endpoint }: EndpointRecord, type: string): boolean {
  return endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(type);
}

function matchesType(event: Event, types: readonly string[]): boolean {
  if (types.length === 0) return true;
  return types.some((type) => (type.endsWith('*') ? event.type.startsWith(type.slice(0, -1)) : event.type === type));
}

/** `created` is a moment, or a range of `gt`, `gte`, `lt`, `lte`. */
function createdRange({ params }: Call): (created: number) => boolean {
  if (!params.has('created')) return () => true;
  const moment = params.isGroup('created') ? null : params.integer('created');
  if (moment !== null) return (created) => created === moment;
  const range = params.group('created');
  const gt = range?.integer('gt') ?? -Infinity;
  const gte = range?.integer('gte') ?? -Infinity;
  const lt = range?.integer('lt') ?? Infinity;
  const lte = range?.integer('lte') ?? Infinity;
  return (created) => created > gt && created >= gte && created < lt && created <= lte;
}

/** How many endpoints have yet to take the event changes after it was recorded. */
function withPending(store: Store, event: Event): Event {
  if (event.pending_webhooks === 0) return event;
  let pending = 0;
  for (const endpoint of store.endpoints.all()) {
    if (store.deliveries.get(deliveryId(event.id, endpoint.id)) !== undefined) pending++;
  }
  return { ...event, pending_webhooks: pending };
}
