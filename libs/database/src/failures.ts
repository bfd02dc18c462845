/** What PostgreSQL says of a statement that it refused (its `DatabaseError`, wherever MikroORM has wrapped it). */
export interface DatabaseFailure {
  /** SQLSTATE, e.g. 23P01 */
  code: string;
  /** name of the violated constraint, when there is one */
  constraint?: string;
}

const SQLSTATE = /^[0-9A-Z]{5}$/;
/** serialization_failure, deadlock_detected: the whole transaction may be run again. */
const TRANSIENT = new Set(['40001', '40P01']);
/** lock_not_available, query_canceled, too_many_connections, admin shutdown and lost connections: try again later. */
const UNAVAILABLE = /^(55P03|57014|53...|57P0.|08...|25P03|25P04)$/;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** PostgreSQL's refusal inside an error, or undefined when the error is another. */
export function databaseFailure(error: unknown): DatabaseFailure | undefined {
  for (let inner = error, depth = 0; isRecord(inner) && depth < 5; inner = inner.cause ?? inner.previous, depth += 1) {
    if (typeof inner.code === 'string' && SQLSTATE.test(inner.code)) {
      return typeof inner.constraint === 'string'
        ? { code: inner.code, constraint: inner.constraint }
        : { code: inner.code };
    }
  }
  return undefined;
}

/** Whether the same transaction, run again as a whole, may succeed. */
export function isTransient(error: unknown): boolean {
  const failure = databaseFailure(error);
  return failure !== undefined && TRANSIENT.has(failure.code);
}

/** Whether the database could not serve the statement in time, or at all: an honest 503. */
export function isUnavailable(error: unknown): boolean {
  const failure = databaseFailure(error);
  if (failure) return UNAVAILABLE.test(failure.code) || TRANSIENT.has(failure.code);
  return error instanceof Error && /timeout exceeded when trying to connect|Connection terminated|ECONNREFUSED|ECONNRESET/.test(error.message);
}

/** Whether the error is the violation of the named constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return databaseFailure(error)?.constraint === constraint;
}
