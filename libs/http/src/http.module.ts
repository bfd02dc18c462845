import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { forgets } from '#jobs';
import { IdempotencyInterceptor } from './idempotency/idempotency.interceptor.js';
import { IdempotencyStore } from './idempotency/idempotency.store.js';
import { Cursors } from './paging/cursors.js';
import { LocationInterceptor } from './preconditions/location.interceptor.js';
import { VersionInterceptor } from './preconditions/version.interceptor.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { RateLimitGuard } from './rate-limits/rate-limit.guard.js';
import { RateLimits } from './rate-limits/rate-limits.js';
import { ContractPipe } from './validation/validation.pipe.js';
import { holdsAnswers } from './idempotency/idempotency.personal-data.js';

const forgetsIdempotencyKeys = forgets({
  table: 'idempotency_keys',
  since: 'created_at',
  days: ({ http }) => http.idempotencyDays,
  time: 'wall',
});

/**
 * What every request to an operation goes through. Guards run in the order in which their modules are imported: what has a
 * limit of its own is counted before anyone is refused for who they are (AccessModule, after).
 */
@Global()
@Module({
  providers: [
    Cursors,
    IdempotencyStore,
    forgetsIdempotencyKeys,
    holdsAnswers,
    ProblemFilter,
    RateLimits,
    { provide: APP_FILTER, useExisting: ProblemFilter },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_PIPE, useClass: ContractPipe },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_INTERCEPTOR, useClass: VersionInterceptor },
    { provide: APP_INTERCEPTOR, useClass: LocationInterceptor },
  ],
  exports: [Cursors, ProblemFilter, RateLimits],
})
export class HttpModule {}
