export { HttpModule } from './http.module.js';
export { NotIdempotent } from './idempotency/not-idempotent.decorator.js';
export { Cursors } from './paging/cursors.js';
export { Created } from './preconditions/created.decorator.js';
export { IfMatch, NeedsIfMatch } from './preconditions/if-match.decorator.js';
export {
  Conflict,
  Forbidden,
  IllegalTransition,
  InvalidInput,
  NotFound,
  PreconditionFailed,
  Unauthenticated,
  Unavailable,
} from './problems/common-errors.js';
export { DomainError, domainError, errorCatalogue, type ErrorKind, type FieldError } from './problems/domain-error.js';
export { ProblemFilter } from './problems/problem.filter.js';
export { toProblem } from './problems/problem.js';
export { Problems } from './problems/problems.decorator.js';
export { toDomainError, unexpected } from './problems/to-domain-error.js';
export { RateLimit } from './rate-limits/rate-limit.decorator.js';
export { IdPipe } from './validation/id.pipe.js';
