import { Injectable, Logger, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { from, lastValueFrom, of, type Observable } from 'rxjs';
import { StepsTakenOver, withRecordedSteps, type RequestSteps } from '#database';
import { toProblem } from '../problems/problem.js';
import { toDomainError } from '../problems/to-domain-error.js';
import { IdempotencyKeyInUse, IdempotencyKeyReused } from './idempotency.errors.js';
import { IdempotencyStore } from './idempotency.store.js';
import { keyedCall, type KeyedCall } from './keyed-call.js';
import { keyMissing } from './keyed-request.js';
import { NEEDS_IDEMPOTENCY_KEY } from './needs-idempotency-key.decorator.js';
import { NOT_IDEMPOTENT } from './not-idempotent.decorator.js';

/** Refusals that were judged by the state of things: part of the one answer. Others may be mended and sent again. */
const FINAL_REFUSALS = new Set([404, 409, 422]);

/**
 * The same Idempotency-Key gives the same answer and one effect (draft-ietf-httpapi-idempotency-key-header-07): each
 * transaction of the request records its result under the key as it commits, and the answer is kept to be replayed. The
 * fields of a GraphQL mutation are requests of their own, one after the other.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  readonly #logger = new Logger('Idempotency');

  constructor(
    private readonly reflector: Reflector,
    private readonly store: IdempotencyStore,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (this.#says(NOT_IDEMPOTENT, context)) return next.handle();
    const call = keyedCall(context);
    if (!call?.request) {
      if (call && this.#says(NEEDS_IDEMPOTENCY_KEY, context)) throw keyMissing();
      return next.handle();
    }
    const admission = await this.store.admit(call.request);
    switch (admission.kind) {
      case 'mismatch':
        throw new IdempotencyKeyReused('Use a new key for a new request.');
      case 'running':
        throw new IdempotencyKeyInUse('Wait for its answer, or ask again in a moment.', { retryAfterSeconds: 1 });
      case 'replay':
        return of(call.replay(admission.answer));
      case 'run':
        return from(this.#run(admission.steps, next, call));
    }
  }

  #says(metadata: string, context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<boolean | undefined>(metadata, targets) ?? false;
  }

  async #run(steps: RequestSteps, next: CallHandler, call: KeyedCall): Promise<unknown> {
    let answer: unknown;
    try {
      answer = await withRecordedSteps(steps, () => lastValueFrom(next.handle(), { defaultValue: undefined }));
    } catch (error) {
      await this.#keepRefusal(steps, error);
      if (error instanceof StepsTakenOver) throw new IdempotencyKeyInUse(error.message, { retryAfterSeconds: 1 });
      throw error;
    }
    const body = answer === undefined ? '' : JSON.stringify(answer);
    await this.#keep(() => this.store.complete(steps, { ...call.head(), body }));
    return answer;
  }

  async #keepRefusal(steps: RequestSteps, error: unknown): Promise<void> {
    const refusal = toDomainError(error);
    if (!refusal || !FINAL_REFUSALS.has(refusal.kind.status)) {
      await this.#keep(() => this.store.release(steps));
      return;
    }
    const body = JSON.stringify(toProblem(refusal));
    await this.#keep(() => this.store.complete(steps, { status: refusal.kind.status, headers: {}, body }));
  }

  /** When it cannot be written what came of the request, it is answered all the same: its steps are recorded. */
  async #keep(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.#logger.error({ err: error }, 'what became of an idempotent request could not be written');
    }
  }
}
