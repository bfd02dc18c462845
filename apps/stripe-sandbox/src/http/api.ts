import { setTimeout as pause } from 'node:timers/promises';
import { authenticate, requireSecret, type AcceptedKeys } from './auth.js';
import type { Call } from '../call/call.js';
import { StripeError, invalidRequest } from '../call/errors.js';
import { API_VERSION } from '../webhooks/events.js';
import { expand } from '../call/expand.js';
import type { Faults } from '../call/faults.js';
import { parseForm } from '../call/form.js';
import { Idempotency, keyedRequest, type KeyedRequest } from './idempotency.js';
import { randomText } from '../call/ids.js';
import { Params } from '../call/params.js';
import type { Route } from './routes.js';
import type { Store } from '../store/store.js';
import type { WebhookDispatcher } from '../webhooks/webhooks.js';

/** A request as it came over HTTP. */
interface ApiRequest {
  /** Without the query. */
  readonly path: string;
  /** The body of a POST, the query of other methods: parameters in Stripe's form encoding. */
  readonly form: string;
  readonly id: string;
  readonly authorization: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly version: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** The fault in which all is done, and the answer never arrives. */
  readonly lost: boolean;
}

interface ApiParts {
  readonly store: Store;
  readonly faults: Faults;
  readonly webhooks: WebhookDispatcher;
  readonly keys: AcceptedKeys;
  /** Where the sandbox is reached; known once it listens. */
  readonly url: () => string;
}

type Outcome = Pick<Answer, 'status' | 'body'>;

/** Does what Stripe does around every call: keys, idempotency, expansion, errors, and webhooks afterwards. */
export class Api {
  private readonly idempotency: Idempotency;

  constructor(private readonly parts: ApiParts) {
    this.idempotency = new Idempotency(parts.store);
  }

  async answer(route: Route, request: ApiRequest): Promise<Answer> {
    const requestId = `req_${randomText(14)}`;
    const headers: Record<string, string> = {
      'request-id': requestId,
      'stripe-version': request.version ?? API_VERSION,
    };
    if (request.idempotencyKey !== undefined) headers['idempotency-key'] = request.idempotencyKey;
    try {
      const outcome = await this.outcome(route, request, requestId, headers);
      const lost = this.parts.faults.take('answerLostAfterEffect', request.path) > 0;
      return { ...outcome, headers, lost };
    } catch (error) {
      return { ...errorOutcome(error), headers, lost: false };
    }
  }

  /** A call of the sandbox's own, such as a guest's at the bank's page; its effects are kept, its webhooks sent. */
  perform<T>(form: string, work: (call: Call) => T): T {
    const call = this.call({ params: paramsOf(form), fromBrowser: false, requestId: null, idempotencyKey: null });
    const result = this.parts.store.transaction(() => work(call));
    this.parts.webhooks.enqueue(call.deliveries);
    return result;
  }

  private async outcome(
    route: Route,
    request: ApiRequest,
    requestId: string,
    headers: Record<string, string>,
  ): Promise<Outcome> {
    const params = paramsOf(request.form);
    const kind = authenticate(request.authorization, params.text('key'), this.parts.keys);
    if (route.forBrowsers !== true) requireSecret(kind);
    this.failIfMeant(request.path);
    const keyed = keyedOf(route, request, kind);
    const earlier = keyed === null ? undefined : this.idempotency.earlierAnswer(keyed);
    if (earlier !== undefined) {
      headers['idempotent-replayed'] = 'true';
      headers['original-request'] = earlier.requestId;
      return earlier;
    }
    const delay = this.parts.faults.take('delayMs', request.path);
    if (delay > 0) await this.idempotency.whileRunning(keyed, () => pause(delay));
    const idempotencyKey = keyed?.key ?? null;
    const call = this.call({ params, fromBrowser: kind === 'publishable', requestId, idempotencyKey });
    return this.effect(route, request.id, call, keyed);
  }

  /** The call's work and the memory of its answer: both, or neither. */
  private effect(route: Route, id: string, call: Call, keyed: KeyedRequest | null): Outcome {
    const outcome = this.parts.store.transaction(() => {
      const result = attempt(route, id, call);
      if (keyed !== null && call.requestId !== null) {
        this.idempotency.remember(keyed, { ...result, requestId: call.requestId });
      }
      return result;
    });
    if (call.deliveries.length > 0) this.parts.webhooks.enqueue(call.deliveries);
    return outcome;
  }

  private call(about: Pick<Call, 'params' | 'fromBrowser' | 'requestId' | 'idempotencyKey'>): Call {
    const { store, url } = this.parts;
    return { ...about, store, now: store.now(), url: url(), deliveries: [] };
  }

  private failIfMeant(path: string): void {
    if (this.parts.faults.take('status500', path) > 0) throw outage();
    if (this.parts.faults.take('status429', path) > 0) throw tooMany();
  }
}

function paramsOf(text: string): Params {
  const form = parseForm(text);
  if (form === null) throw invalidRequest('The parameters are not form-encoded.');
  return new Params(form);
}

function keyedOf(route: Route, request: ApiRequest, scope: string): KeyedRequest | null {
  const key = request.idempotencyKey;
  if (route.method !== 'POST' || key === undefined || key === '') return null;
  return keyedRequest(scope, key, request.path, request.form);
}

/** A refusal that leaves effects is an answer like another; any other takes back what was begun. */
function attempt(route: Route, id: string, call: Call): Outcome {
  try {
    const result = route.answer(call, id);
    const paths = call.params.list('expand');
    return { status: 200, body: JSON.stringify(paths.length === 0 ? result : expand(call.store, result, paths)) };
  } catch (error) {
    if (error instanceof StripeError && error.keepsEffects) return errorOutcome(error);
    throw error;
  }
}

function errorOutcome(error: unknown): Outcome {
  const answer = error instanceof StripeError ? error : broken(error);
  return { status: answer.status, body: JSON.stringify(answer.body()) };
}

/** A fault of the sandbox itself, told to the one who is testing with it. */
function broken(error: unknown): StripeError {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new StripeError(500, 'api_error', `The sandbox itself failed: ${reason}`);
}

const outage = () =>
  new StripeError(500, 'api_error', 'Sorry! There was an error while talking to one of our backends.');

const tooMany = () =>
  new StripeError(
    429,
    'invalid_request_error',
    'Request rate limit exceeded. You can learn more about rate limits here https://stripe.com/docs/rate-limits.',
    {
      code: 'rate_limit',
    },
  );
