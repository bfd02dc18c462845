import type { Call } from '../call/call.js';
import { invalidRequest, noSuch } from '../call/errors.js';
import { API_VERSION } from './events.js';
import { newId, randomText } from '../call/ids.js';
import { LIST_PARAMS, list } from '../call/lists.js';
import type { EndpointRecord, Store } from '../store/store.js';
import type { List } from '../objects/list.js';
import type { WebhookEndpoint } from '../objects/webhook-endpoint.js';

const CREATE = new Set(['url', 'enabled_events', 'description', 'metadata', 'api_version']);
const FILTERS = new Set(LIST_PARAMS);
/** The endpoint that the sandbox was started with; the same at every start, so that what it is owed stays owed. */
const CONFIGURED_ID = 'we_configured';

/** Registers an endpoint. This answer alone carries its signing secret. */
export function createWebhookEndpoint(call: Call): WebhookEndpoint & { readonly secret: string } {
  const { params, store } = call;
  params.only(CREATE);
  const enabledEvents = params.list('enabled_events');
  if (enabledEvents.length === 0) {
    throw invalidRequest('Missing required param: enabled_events.', 'enabled_events', 'parameter_missing');
  }
  const url = params.url('url') ?? params.requiredText('url');
  const secret = `whsec_${randomText(32)}`;
  const endpoint = {
    ...newEndpoint(newId('we'), url, enabledEvents, call.now),
    api_version: params.text('api_version'),
    description: params.text('description'),
    metadata: params.metadata(),
  };
  store.endpoints.put({ id: endpoint.id, secret, endpoint });
  return { ...endpoint, secret };
}

/**
 * GET /v1/webhook_endpoints/:id, without its secret.
 * @throws StripeError 404
 */
export function retrieveWebhookEndpoint(call: Call, id: string): WebhookEndpoint {
  return find(call, id).endpoint;
}

/**
 * GET /v1/webhook_endpoints, without their secrets.
 * @throws StripeError 400 for an unknown parameter
 */
export function listWebhookEndpoints(call: Call): List<WebhookEndpoint> {
  call.params.only(FILTERS);
  const page = list(call, call.store.endpoints, '/v1/webhook_endpoints', () => true);
  return { ...page, data: page.data.map((record) => record.endpoint) };
}

/**
 * DELETE /v1/webhook_endpoints/:id.
 * @throws StripeError 404
 */
export function deleteWebhookEndpoint(call: Call, id: string): object {
  find(call, id);
  call.store.endpoints.drop(id);
  return { id, object: 'webhook_endpoint', deleted: true };
}

/** Sends every event to the address that the sandbox was started with. */
export function configureEndpoint(store: Store, url: string, secret: string): void {
  const endpoint = { ...newEndpoint(CONFIGURED_ID, url, ['*'], store.now()), api_version: API_VERSION };
  store.transaction(() => store.endpoints.put({ id: CONFIGURED_ID, secret, endpoint }));
}

function find(call: Call, id: string): EndpointRecord {
  const record = call.store.endpoints.get(id);
  if (record === undefined) throw noSuch('webhook endpoint', id, 'webhook_endpoint');
  return record;
}

function newEndpoint(id: string, url: string, enabledEvents: readonly string[], created: number): WebhookEndpoint {
  return {
    id,
    object: 'webhook_endpoint',
    api_version: null,
    application: null,
    created,
    description: null,
    enabled_events: enabledEvents,
    livemode: false,
    metadata: {},
    status: 'enabled',
    url,
  };
}
