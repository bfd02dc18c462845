import { createHash } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { withRecordedSteps, type RequestSteps } from '#database';
import { InvalidInput } from '../problems/common-errors.js';
import { toProblem } from '../problems/problem.js';
import { toDomainError } from '../problems/to-domain-error.js';
import { IdempotencyKeyInUse, IdempotencyKeyReused } from './idempotency.errors.js';
import { IdempotencyStore, type KeyedRequest, type StoredAnswer } from './idempotency.store.js';
import { NOT_IDEMPOTENT } from './not-idempotent.decorator.js';

const KEY = /^[\x21-\x7e]{1,255}$/;
const KEPT_HEADERS = ['location', 'etag'];
/** Refusals that were judged by the state of things: part of the one answer. Others may be mended and sent again. */
const FINAL_REFUSALS = new Set([404, 409, 422]);

/**
 * The same Idempotency-Key gives the same answer and one effect (draft-ietf-httpapi-idempotency-key-header-07): each
 * transaction of the request records its result under the key as it commits, and the answer is kept to be replayed.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly store: IdempotencyStore,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (context.getType() !== 'http' || this.#isExempt(context)) return next.handle();
    const request = keyedRequest(context.switchToHttp().getRequest<FastifyRequest>());
    if (!request) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const admission = await this.store.admit(request);
    switch (admission.kind) {
      case 'mismatch':
        throw new IdempotencyKeyReused('Use a new key for a new request.');
      case 'running':
        throw new IdempotencyKeyInUse('Wait for its answer, or ask again in a moment.', { retryAfterSeconds: 1 });
      case 'replay':
        return from([replay(admission.answer, reply)]);
      case 'run':
        return from(this.#run(admission.steps, next, reply));
    }
  }

  #isExempt(context: ExecutionContext): boolean {
    return this.reflector.getAllAndOverride<boolean | undefined>(NOT_IDEMPOTENT, [context.getHandler(), context.getClass()]) ?? false;
  }

  async #run(steps: RequestSteps, next: CallHandler, reply: FastifyReply): Promise<unknown> {
    try {
      const answer: unknown = await withRecordedSteps(steps, () => lastValueFrom(next.handle(), { defaultValue: undefined }));
      await this.store.complete(steps, { status: reply.statusCode, headers: keptHeaders(reply), body: JSON.stringify(answer ?? null) });
      return answer;
    } catch (error) {
      const refusal = toDomainError(error);
      if (refusal && FINAL_REFUSALS.has(refusal.kind.status)) {
        await this.store.complete(steps, { status: refusal.kind.status, headers: {}, body: JSON.stringify(toProblem(refusal)) });
      } else {
        await this.store.release(steps);
      }
      throw error;
    }
  }
}

function keyedRequest(request: FastifyRequest): KeyedRequest | undefined {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || key === undefined) return undefined;
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw new InvalidInput([{ pointer: '/Idempotency-Key', code: 'header', message: 'must be 1 to 255 visible ASCII characters' }]);
  }
  const hash = createHash('sha256').update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`).digest();
  return { scope: `${request.user?.id ?? 'anonymous'} ${request.routeOptions.url ?? request.url}`, key, hash };
}

function keptHeaders(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(KEPT_HEADERS.flatMap((name) => (reply.hasHeader(name) ? [[name, String(reply.getHeader(name))]] : [])));
}

function replay(answer: StoredAnswer, reply: FastifyReply): unknown {
  void reply.status(answer.status).headers({ ...answer.headers, 'Idempotency-Replayed': 'true' });
  if (answer.status >= 400) void reply.header('Content-Type', 'application/problem+json');
  return JSON.parse(answer.body);
}
