import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { InvalidInput } from '../problems/common-errors.js';
import type { KeyedRequest } from './idempotency.store.js';
import { IdempotencyKeyRequired } from './idempotency.errors.js';
import type { MutationField } from './mutation-field.js';

const HEADER = '/Idempotency-Key';
const KEY = /^[\x21-\x7e]{1,255}$/;

/** A request's Idempotency-Key; undefined without one. @throws InvalidInput (`/Idempotency-Key`) */
export function keyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || (typeof key === 'string' && KEY.test(key))) return key;
  const message = 'must be 1 to 255 visible ASCII characters';
  throw new InvalidInput([{ pointer: HEADER, code: 'header', message }]);
}

/** The refusal of a request without a key that has to have one. */
export function keyMissing(): IdempotencyKeyRequired {
  const message = 'is required: a name of your own for this request, the same when you send it again';
  return new IdempotencyKeyRequired(`Idempotency-Key ${message}.`, {
    errors: [{ pointer: HEADER, code: 'required', message }],
  });
}

/** What a key stands for in a POST: this method, URL and body. */
export function keyedPost(request: FastifyRequest, key: string): KeyedRequest {
  const route = request.routeOptions.url ?? request.url;
  return keyed(request, route, key, [request.method, request.url, request.body ?? null]);
}

/**
 * What a key stands for in a field of a GraphQL mutation: the whole document and its variables. The field is the route;
 * of several fields with one name each is a route of its own, by their order, so that none takes another's answer.
 */
export function keyedMutation(request: FastifyRequest, { name, place }: MutationField, key: string): KeyedRequest {
  const { query, operationName, variables } = Object(request.body) as Record<string, unknown>;
  const field = place === 0 ? name : `${name} ${place + 1}`;
  return keyed(request, `${request.routeOptions.url ?? request.url} ${field}`, key, [
    query,
    operationName ?? null,
    variables ?? {},
  ]);
}

/**
 * Keys of different users, of different organisations, and of different addresses without an account, have nothing to do
 * with each other.
 */
function keyed(request: FastifyRequest, route: string, key: string, content: unknown[]): KeyedRequest {
  const owner = request.user?.id ?? request.apiClient?.organisationId ?? `anonymous@${request.ip}`;
  const hash = createHash('sha256').update(JSON.stringify(content)).digest();
  return { scope: `${owner} ${route}`, key, hash };
}
