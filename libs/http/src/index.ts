export { takeForms } from './bodies/form-bodies.js';
export { takeImages } from './bodies/image-bodies.js';
export { readJson } from './bodies/json-bodies.js';
export { HttpModule } from './http.module.js';
export { IdempotencyKeyInUse, IdempotencyKeyRequired, IdempotencyKeyReused } from './idempotency/idempotency.errors.js';
export { NEEDS_IDEMPOTENCY_KEY_EXTENSION, NeedsIdempotencyKey } from './idempotency/needs-idempotency-key.decorator.js';
export { NOT_IDEMPOTENT_EXTENSION, NotIdempotent } from './idempotency/not-idempotent.decorator.js';
export { COUNTED_TO, countRows, toCount } from './paging/counts.js';
export { Cursors } from './paging/cursors.js';
export { KeysetPage } from './paging/keyset-page.js';
export { Created } from './preconditions/created.decorator.js';
export { IfMatch, NeedsIfMatch } from './preconditions/if-match.decorator.js';
export { Tagged, TAGGED_EXTENSION } from './preconditions/tagged.decorator.js';
export { isFor, isNamedIn, type Versions } from './preconditions/versions.js';
export {
  Conflict,
  Forbidden,
  HeadersTooLarge,
  IllegalTransition,
  InvalidInput,
  Malformed,
  MethodNotAllowed,
  NotFound,
  PreconditionFailed,
  PreconditionRequired,
  RequestTimeout,
  TooLarge,
  TooManyRequests,
  Unauthenticated,
  Unavailable,
  Unexpected,
  UnsupportedMediaType,
} from './problems/common-errors.js';
export { DomainError, domainError, errorCatalogue, type ErrorKind, type FieldError } from './problems/domain-error.js';
export { ProblemFilter } from './problems/problem.filter.js';
export { retryAfterOf, toProblem } from './problems/problem.js';
export { problemResponse, Problems } from './problems/problems.decorator.js';
export { tellRefusal } from './problems/tell-refusal.js';
export { toDomainError, unexpected } from './problems/to-domain-error.js';
export { RateLimits } from './rate-limits/rate-limits.js';
export { sourceOf } from './rate-limits/source.js';
export { NoRateLimit, RateLimit } from './rate-limits/rate-limit.decorator.js';
export { tellAllowedMethods } from './requests/allowed-methods.js';
export { refuseUnreadable } from './requests/refused-requests.js';
export { closeOnUnreadBodies, closeUnlessRead } from './requests/unread-bodies.js';
export { crossRule } from './validation/cross-rules.js';
export { IdPipe } from './validation/id.pipe.js';
