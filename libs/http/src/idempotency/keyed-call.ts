import type { ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLResolveInfo } from 'graphql';
import { toRefusal } from '../problems/problem.js';
import type { KeyedRequest, StoredAnswer } from './idempotency.store.js';
import { keyedMutation, keyedPost, keyOf } from './keyed-request.js';
import { mutationField } from './mutation-field.js';

const KEPT_HEADERS = ['location', 'etag'];
const REPLAYED = 'Idempotency-Replayed';

/** A call that an Idempotency-Key can be given for, by whichever door it has come. */
export interface KeyedCall {
  /** what the key stands for; undefined without one */
  request: KeyedRequest | undefined;
  /** the status and headers of the answer that has been made */
  head(): Pick<StoredAnswer, 'status' | 'headers'>;
  /** gives a stored answer again */
  replay(answer: StoredAnswer): unknown;
}

/** A POST, or a field of a mutation; undefined for what changes nothing, or has other means. @throws InvalidInput */
export function keyedCall(context: ExecutionContext): KeyedCall | undefined {
  if (context.getType<string>() === 'graphql') return mutationCall(context);
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return request.method === 'POST' ? postCall(request, context.switchToHttp().getResponse()) : undefined;
}

function postCall(request: FastifyRequest, reply: FastifyReply): KeyedCall {
  const key = keyOf(request);
  return {
    request: key === undefined ? undefined : keyedPost(request, key),
    head: () => ({ status: reply.statusCode, headers: keptHeaders(reply) }),
    replay: ({ status, headers, body }) => {
      void reply.status(status).headers({ ...headers, [REPLAYED]: 'true' });
      if (status >= 400) void reply.header('Content-Type', 'application/problem+json');
      return parsed(body);
    },
  };
}

function mutationCall(context: ExecutionContext): KeyedCall | undefined {
  const field = mutationField(context.getArgByIndex<GraphQLResolveInfo>(3));
  if (!field) return undefined;
  const { reply } = context.getArgByIndex<{ reply: FastifyReply }>(2);
  const key = keyOf(reply.request);
  return {
    request: key === undefined ? undefined : keyedMutation(reply.request, field, key),
    head: () => ({ status: 200, headers: {} }),
    replay: ({ status, body }) => {
      void reply.header(REPLAYED, 'true');
      if (status >= 400) throw toRefusal(parsed(body));
      return parsed(body);
    },
  };
}

function keptHeaders(reply: FastifyReply): Record<string, string> {
  const kept = KEPT_HEADERS.filter((name) => reply.hasHeader(name));
  return Object.fromEntries(kept.map((name) => [name, String(reply.getHeader(name))]));
}

function parsed(body: string): unknown {
  return body === '' ? undefined : JSON.parse(body);
}
