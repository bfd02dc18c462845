import { hash } from 'node:crypto';
import { StripeError, invalidRequest } from '../call/errors.js';
import type { KeyRecord, Store } from '../store/store.js';

const MAX_KEY_LENGTH = 255;

/** What a request under an idempotency key is known by. */
export interface KeyedRequest {
  /** The key, within the kind of API key that it came with. */
  readonly id: string;
  readonly key: string;
  readonly path: string;
  readonly fingerprint: string;
}

/**
 * What a request is known by. `scope` is the kind of API key that it came with.
 * @throws StripeError 400 for a key of more than 255 characters
 */
export function keyedRequest(scope: string, key: string, path: string, body: string): KeyedRequest {
  if (key.length > MAX_KEY_LENGTH) {
    throw invalidRequest(`Idempotency keys can be up to ${MAX_KEY_LENGTH} characters long.`, 'Idempotency-Key');
  }
  // The order of parameters means nothing, so two requests that differ only in it are the same.
  const fingerprint = hash('sha256', body.split('&').sort().join('&'), 'base64');
  return { id: `${scope}:${key}`, key, path, fingerprint };
}

/** Sees to it that a key does one thing once (https://docs.stripe.com/api/idempotent_requests). */
export class Idempotency {
  private readonly running = new Set<string>();

  constructor(private readonly store: Store) {}

  /**
   * The answer that was given under the key, if any.
   * @throws StripeError 409 while the first request is under way, 400 when this one is not the same as the first
   */
  earlierAnswer(request: KeyedRequest): KeyRecord | undefined {
    if (this.running.has(request.id)) throw stillRunning(request.key);
    const earlier = this.store.keys.get(request.id);
    if (earlier === undefined || !this.store.keyIsFresh(earlier)) return undefined;
    if (earlier.path !== request.path) throw otherEndpoint(request, earlier);
    if (earlier.fingerprint !== request.fingerprint) throw otherParameters(request.key);
    return earlier;
  }

  /** Keeps others with the key out while a request waits. */
  async whileRunning(request: KeyedRequest | null, wait: () => Promise<void>): Promise<void> {
    if (request === null) return wait();
    this.running.add(request.id);
    try {
      await wait();
    } finally {
      this.running.delete(request.id);
    }
  }

  /** Remembers the answer, in the transaction that made it true. */
  remember(request: KeyedRequest, answer: Pick<KeyRecord, 'status' | 'body' | 'requestId'>): void {
    const { id, path, fingerprint } = request;
    this.store.keys.put({ id, path, fingerprint, ...answer, at: this.store.now() });
  }
}

function stillRunning(key: string): StripeError {
  return new StripeError(
    409,
    'idempotency_error',
    `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    { code: 'idempotency_key_in_use' },
  );
}

function otherEndpoint(request: KeyedRequest, earlier: KeyRecord): StripeError {
  return new StripeError(
    400,
    'idempotency_error',
    `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${request.path}' vs '${earlier.path}'). Try using a key other than '${request.key}' if you meant to execute a different request.`,
  );
}

function otherParameters(key: string): StripeError {
  return new StripeError(
    400,
    'idempotency_error',
    `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  );
}
