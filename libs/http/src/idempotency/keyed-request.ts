import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { InvalidInput } from '../problems/common-errors.js';
import type { KeyedRequest } from './idempotency.store.js';

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * A POST's key, with what it stands for; undefined without one. Keys of different users, and of different addresses
 * without an account, have nothing to do with each other. @throws InvalidInput (`/Idempotency-Key`)
 */
export function keyedRequest(request: FastifyRequest): KeyedRequest | undefined {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || key === undefined) return undefined;
  if (typeof key !== 'string' || !KEY.test(key)) {
    const message = 'must be 1 to 255 visible ASCII characters';
    throw new InvalidInput([{ pointer: '/Idempotency-Key', code: 'header', message }]);
  }
  const content = `${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`;
  const owner = request.user?.id ?? `anonymous@${request.ip}`;
  return {
    scope: `${owner} ${request.routeOptions.url ?? request.url}`,
    key,
    hash: createHash('sha256').update(content).digest(),
  };
}
